import { randomBytes } from 'node:crypto';
import type { EffectRequest } from '../domain/effect.ts';
import { Problem } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';
import type { Ports } from '../ports.ts';

/** What the effects of this machine need. */
export type LocalPorts = Pick<Ports, 'children' | 'clock' | 'here'>;

/**
 * The answer to a request that needs only child processes, git and the clock; undefined for any other.
 * Throws Problem `function-failed` with the exit code of the command.
 */
export async function answerLocally(ports: LocalPorts, request: EffectRequest): Promise<Plain | undefined> {
  switch (request.type) {
    case 'exec':
      return execute(ports, request, request.command);
    case 'git':
      return gitFact(ports, request, request.fact);
    case 'now':
      return ports.clock.now().getTime();
    case 'time-zone':
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    case 'random':
      return randomBytes(request.bytes).toString('hex');
    default:
      return undefined;
  }
}

/** What a shell command writes to stdout. Its words, and what it wrote, may be secret: neither is told. */
async function execute(
  { children, here }: LocalPorts,
  { at }: EffectRequest,
  command: string,
): Promise<string> {
  const shell = children.find('bash') ?? children.find('sh') ?? 'sh';
  const request = { file: shell, args: ['-c', command], cwd: here.folder, change: {} };
  const { exitCode, stdout } = await children.run(request, { quiet: true });
  if (exitCode === 0) return stdout;
  throw new Problem({
    code: 'function-failed',
    message: `The command of !exec failed with exit code ${exitCode}.`,
    hint: 'Run it by hand to see what it says, or look at the rest with --process-functions=false.',
    at,
    exitCode,
  });
}

async function gitFact(ports: LocalPorts, request: EffectRequest, fact: string): Promise<string | undefined> {
  switch (fact) {
    case 'sha':
    case 'ref':
      return git(ports, request, ['rev-parse', 'HEAD']);
    case 'branch':
      return git(ports, request, ['rev-parse', '--abbrev-ref', 'HEAD']);
    case 'url':
      return git(ports, request, ['remote', 'get-url', 'origin']);
    case 'host':
    case 'owner':
    case 'name':
    case 'repository': {
      const url = await git(ports, request, ['remote', 'get-url', 'origin']);
      const [, host = '', owner = '', name = ''] =
        /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+)?[:/](.+)\/([^/]+?)(?:\.git)?\/?$/.exec(url) ?? [];
      return { host, owner, name, repository: `${owner}/${name}` }[fact];
    }
    default:
      return undefined;
  }
}

async function git({ children, here }: LocalPorts, { at }: EffectRequest, args: string[]): Promise<string> {
  const { exitCode, stdout } = await children.run(
    { file: 'git', args, cwd: here.folder, change: {} },
    { quiet: true },
  );
  if (exitCode === 0) return stdout.trim();
  throw new Problem({
    code: 'function-failed',
    message: `git ${args.join(' ')} failed with exit code ${exitCode}, so this value has no answer.`,
    hint: 'Run it in a repository that has a commit, and a remote called origin.',
    at,
  });
}
