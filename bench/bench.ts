/**
 * `make bench`: each verb against `node -e 0`, in alternating runs. It reports and judges nothing: the exit code says
 * only whether everything could be run. `ROUNDS=31 make bench` runs 31 rounds instead of 15.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from '../scripts/speak/columns.ts';
import { discoveryRows } from './discovery.ts';
import { makeLargeProject } from './large-project.ts';
import { type Figures, measure, type Subject } from './measure.ts';
import { shellRows } from './shells.ts';
import { makeWorkplace, type Workplace } from './workplace.ts';

const mostPeak = 50;
/** test/run/second-node.sh installs it. */
const other = join(import.meta.dirname, '..', '.node24', 'node_modules', '.bin', 'node');

const eksToken = ['aws', 'eks', 'token', '--cluster-name', 'acme-plat-ue1-dev-eks-cluster'];
const rounds = Number(process.env['ROUNDS'] || 15);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`ROUNDS=${process.env['ROUNDS']} is no number.`);
const workplace = await makeWorkplace(join(import.meta.dirname, '..'));
try {
  const figures = await measure(subjects(workplace), rounds, workplace.environment);
  process.stdout.write(
    `Node ${process.version}, ${rounds} rounds; "x" is the median of the ratios to node -e 0 within each round.\n\n` +
      columns([['PROGRAM', 'MS', 'X', 'TARGET', 'PEAK MB', 'TARGET'], ...figures.map(row)]),
  );
  process.stdout.write(`\n${columns(shellRows(workplace, rounds))}`);
} finally {
  await workplace.close();
}
process.stdout.write(`\n${columns(await discoveryRows(join(import.meta.dirname, '..')))}`);

function subjects(workplace: Workplace): Subject[] {
  const { project, folder, program, chainFile, forgetAnswers } = workplace;
  const large = makeLargeProject(project, folder, 1000);
  const identity = ['identity', 'vpc', '-s', 'plat-ue1-dev'];
  const command = ['auth', 'exec', '--identity', 'plat-dev/terraform', '--', 'true'];
  const keysOfRole = ['auth', 'process', '-i', 'plat-dev/terraform'];
  const kit = (name: string, args: readonly string[], rest: Partial<Subject> = {}): Subject => ({
    name,
    args: [program, ...args],
    folder: project,
    ...rest,
  });
  // Warm ones come after a run of their own: the round before, and cold ones forget everything first.
  return [
    { name: 'node -e 0', args: ['-e', '0'], folder: project },
    kit('atmos-kit --version', ['--version'], { target: 1.25 }),
    kit('auth process --chain, warm', ['auth', 'process', '--chain', chainFile], { target: 1.4 }),
    ...warmAndCold('auth env', ['auth', 'env', '-i', 'plat-dev/terraform'], {}, 1.4),
    kit('aws eks token --chain, warm', [...eksToken, '--chain', chainFile], { target: 1.5 }),
    ...warmAndCold('auth process', keysOfRole, {}, 1.4),
    firstCall('auth process', keysOfRole),
    // How a child of ours renews keys that have ended: its chain is pinned, and only the keys are missing.
    kit('auth process --chain, keys are asked for', ['auth', 'process', '--chain', chainFile], {
      before: workplace.forgetKeys,
      target: 4,
    }),
    ...warmAndCold('time-left', ['time-left'], {}),
    ...warmAndCold('auth whoami', ['auth', 'whoami'], {}, 1.4),
    ...warmAndCold('auth list (20 identities)', ['auth', 'list'], {}),
    ...warmAndCold('auth list (1,000 identities)', ['auth', 'list'], { folder: large }),
    ...warmAndCold('identity vpc -s plat-ue1-dev', identity, {}),
    ...onOtherNode([{ name: 'node -e 0, Node 24', args: ['-e', '0'], folder: project }]),
    ...warmAndCold('auth exec -- true (20 identities)', command, {}, 1.4),
    firstCall('auth exec -- true', command),
    ...onOtherNode([kit('auth exec -- true (20 identities), warm, Node 24', command, { target: 1.25 })]),
    ...warmAndCold('auth exec -- true (1,000 identities)', command, { folder: large }, 1.7),
    ...onOtherNode([
      kit('auth exec -- true (1,000), warm, Node 24', command, { folder: large, target: 1.7 }),
    ]),
  ];

  /** A role of which nothing is remembered: the portal is asked for its keys. */
  function firstCall(name: string, args: readonly string[]): Subject {
    const before = () => {
      forgetAnswers();
      workplace.forgetKeys();
    };
    return kit(`${name}, first call of a role`, args, { before, target: 4 });
  }

  // Where process.execve is, a warm command is not run beside us: we become it.
  function onOtherNode(some: readonly Subject[]): Subject[] {
    // What one Node remembers is its own.
    return existsSync(other) ? some.map((subject) => ({ ...subject, node: other, warmedUp: true })) : [];
  }

  function warmAndCold(
    name: string,
    args: readonly string[],
    rest: Partial<Subject>,
    target = 1.5,
  ): Subject[] {
    return [
      kit(`${name}, cold`, args, { ...rest, before: forgetAnswers }),
      kit(`${name}, warm`, args, { ...rest, target }),
    ];
  }
}

function row({ subject, milliseconds, ratio, peak }: Figures): string[] {
  const { name, target, before } = subject;
  return [
    name,
    milliseconds.toFixed(1),
    ratio.toFixed(2),
    target === undefined ? '' : `≤ ${target}`,
    peak.toFixed(0),
    target === undefined || before !== undefined ? '' : `≤ ${mostPeak}`,
  ];
}
