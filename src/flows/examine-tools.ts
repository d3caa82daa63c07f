import type { Finding } from '../domain/finding.ts';
import type { Ports } from '../ports.ts';
import type { Examined } from './examined.ts';

/** Programs that start slowly, such as the AWS CLI, take a second or two where a machine is busy. */
const patienceMs = 5000;
/** `engines.node` of our package. */
const oldestNode = [20, 19] as const;

interface Tool {
  readonly name: string;
  readonly args: readonly string[];
  /** What is lost without it; undefined where it is needed. */
  readonly without?: string;
  readonly install?: string;
}

/** Which programs there are that we run or that people run through us, and their versions. All are asked at once. */
export async function examineTools(
  ports: Pick<Ports, 'children' | 'inspection' | 'here'>,
  { project }: Examined,
): Promise<readonly Finding[]> {
  const terraform = project?.terraform.command ?? 'terraform';
  const tools: readonly Tool[] = [
    {
      name: ports.children.find(terraform) === undefined && terraform === 'terraform' ? 'tofu' : terraform,
      args: ['version'],
      install: 'install Terraform: https://developer.hashicorp.com/terraform/install',
    },
    { name: 'git', args: ['--version'], without: 'describe affected and git functions of stacks need it' },
    { name: 'aws', args: ['--version'], without: 'only your own aws commands need it' },
    { name: 'atmos', args: ['version', '--format', 'json'], without: 'everything here works without it' },
  ];
  return [node(), ...(await Promise.all(tools.map((tool) => look(ports, tool))))];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const old = major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
  return {
    subject: 'node',
    level: old ? 'broken' : 'ok',
    text: `${process.versions.node} (${process.execPath})`,
    ...(old && { fix: `install Node ${oldestNode.join('.')} or newer: https://nodejs.org` }),
  };
}

async function look(
  { children, inspection }: Pick<Ports, 'children' | 'inspection'>,
  { name, args, without, install }: Tool,
): Promise<Finding> {
  const path = children.find(name);
  if (path === undefined && without !== undefined)
    return { subject: name, level: 'note', text: `is not on PATH; ${without}` };
  if (path === undefined)
    return {
      subject: name === 'tofu' ? 'terraform' : name,
      level: 'warning',
      text: `${name === 'tofu' ? 'neither terraform nor tofu is' : 'is not'} on PATH, so no component can be planned`,
      ...(install !== undefined && { fix: install }),
    };
  const line = await inspection.firstLine(path, args, patienceMs);
  if (line === undefined)
    return {
      subject: name,
      level: 'warning',
      text: `${path} does not say its version within ${patienceMs / 1000} s`,
      fix: `${name} ${args.join(' ')}`,
    };
  return { subject: name, level: 'ok', text: `${/\d+\.\d+[\w.+-]*/.exec(line)?.[0] ?? line} (${path})` };
}
