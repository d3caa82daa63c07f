/**
 * `make bench-large`: verbs in organizations of 100 and 1,000 stacks of ten components each, and of 10,000 with LARGE=1,
 * which takes some ten minutes. It reports and judges nothing. Cold: nothing was remembered. New: other questions were asked
 * before, this one was not. Warm: the same question was asked before. Files are in the memory of the system in any case.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columns } from '../scripts/speak/columns.ts';
import { measure, type Subject } from './measure.ts';
import { makeOrganization } from './organization.ts';

/** What a program should stay below. */
interface Limits {
  readonly milliseconds?: number;
  readonly mebibytes?: number;
}

const program = join(import.meta.dirname, '..', 'dist', 'atmos-kit.cjs');
const rounds = Number(process.env['ROUNDS'] || 9);
const folder = mkdtempSync(join(tmpdir(), 'atmos-kit-bench-'));
try {
  for (const stacks of process.env['LARGE'] === '1' ? [100, 1000, 10_000] : [100, 1000]) await report(stacks);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function report(count: number): Promise<void> {
  const organization = makeOrganization(join(folder, String(count)), count, 10);
  const home = join(folder, `home-${count}`);
  const run = join(home, 'run');
  mkdirSync(run, { recursive: true, mode: 0o700 });
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: run, LANG: 'C.UTF-8' };
  const answers = join(home, '.cache', 'atmos-kit', 'answers');
  const forgetAll = () => rmSync(answers, { recursive: true, force: true });
  const forgetAnswers = () => {
    for (const name of readdirSync(answers))
      if (!name.endsWith('.stacks.json')) rmSync(join(answers, name), { recursive: true });
  };
  const floor: Subject = { name: 'node -e 0', args: ['-e', '0'], folder: organization.folder };
  const kit = (name: string, words: readonly string[], before?: () => void): Subject => ({
    name,
    args: [program, ...words],
    folder: organization.folder,
    ...(before && { before }),
  });
  const stack = organization.stacks[Math.floor(count / 2)] as string;
  const [component] = organization.components as [string];
  const one: readonly [string, readonly string[]][] = [
    ['describe component', ['describe', 'component', component, '-s', stack]],
    ['identity', ['identity', component, '-s', stack]],
    ['terraform plan --dry-run', ['terraform', 'plan', component, '-s', stack, '--dry-run']],
  ];
  const list = ['list', 'stacks'];
  const warm =
    count > 1000 ? { milliseconds: 400, mebibytes: 512 } : count === 1000 ? { milliseconds: 150 } : {};
  const thousand = (limits: Limits): Limits => (count === 1000 ? limits : {});
  const cold: [Subject, Limits][] = [
    ...one.map(([name, words]): [Subject, Limits] => [
      kit(`${name}, cold`, words, forgetAll),
      thousand({ milliseconds: 3000 }),
    ]),
    [kit('list stacks, cold', list, forgetAll), {}],
    // At 10,000 its text is longer than a string of Node's may be.
    ...(count > 1000
      ? []
      : [
          [
            kit('describe stacks', ['describe', 'stacks']),
            thousand({ milliseconds: 10_000, mebibytes: 1024 }),
          ] as [Subject, Limits],
        ]),
  ];
  const fresh = one.map(([name, words]): [Subject, Limits] => [
    kit(`${name}, new`, words, forgetAnswers),
    warm,
  ]);
  // Of a run nothing but the index is remembered.
  const again: [Subject, Limits][] = [
    ...one.slice(0, 2).map(([name, words]): [Subject, Limits] => [kit(`${name}, warm`, words), warm]),
    [kit('list stacks, warm', list), thousand({ milliseconds: 1000 })],
  ];
  const rows = [
    await rowsOf(cold, count > 1000 ? 1 : Math.ceil(rounds / 3)),
    await rowsOf(fresh, rounds),
    await rowsOf(again, rounds),
  ].flat();
  process.stdout.write(
    `\n${count} stacks of ten components; "x" is the median of the ratios to node -e 0 within each round.\n\n` +
      columns([['PROGRAM', 'MS', 'X', 'TARGET MS', 'PEAK MIB', 'TARGET MIB'], ...rows]),
  );

  async function rowsOf(subjects: readonly [Subject, Limits][], times: number): Promise<string[][]> {
    const figures = await measure([floor, ...subjects.map(([subject]) => subject)], times, environment);
    return figures.slice(1).map(({ subject, milliseconds, ratio, peak }, index) => {
      const limits = subjects[index]?.[1] ?? {};
      const limit = (most: number | undefined) => (most === undefined ? '' : `≤ ${most}`);
      return [
        subject.name,
        milliseconds.toFixed(0),
        ratio.toFixed(1),
        limit(limits.milliseconds),
        peak.toFixed(0),
        limit(limits.mebibytes),
      ];
    });
  }
}
