import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Shell, shells } from '../src/domain/shell.ts';
import { median } from './measure.ts';
import type { Workplace } from './workplace.ts';

/** What the integration adds to something that a shell does anyway. */
interface Addition {
  readonly name: string;
  /** Lines before the clock's difference: both have them. */
  readonly both?: Line;
  /** What is compared: with the integration, and without it. */
  readonly added: Line;
  readonly plain: Line;
  readonly times: number;
  /** Milliseconds. */
  readonly target: number;
}

type Line = (shell: Shell, snippet: string) => string;

const who = 'plat-dev/terraform';
const nothing: Line = () => ':';
const read: Line = (_, snippet) => `source '${snippet}'`;
// A start of the program would be measured as what it is not.
const warmOnly: Line = (shell, snippet) =>
  `${read(shell, snippet)}; ${shell === 'fish' ? 'function _atmos_kit_program; exit 99; end' : '_atmos_kit_program() { exit 99; }'}`;
const used: Line = (shell, snippet) => `${warmOnly(shell, snippet)}; atmos-kit use ${who} 2>/dev/null`;

const additions: readonly Addition[] = [
  { name: 'start', added: read, plain: nothing, times: 1, target: 2 },
  {
    name: 'prompt, nobody in use',
    both: read,
    added: () => '_atmos_kit_segment',
    plain: nothing,
    times: 100,
    target: 1,
  },
  {
    name: 'prompt, somebody in use',
    both: used,
    added: () => '_atmos_kit_segment',
    plain: nothing,
    times: 100,
    target: 1,
  },
  {
    name: 'auth exec -- true',
    both: warmOnly,
    added: () => `atmos-kit auth exec -i ${who} -- /bin/true`,
    plain: () => '/bin/true',
    times: 20,
    target: 3,
  },
  {
    name: 'use',
    both: used,
    added: () => `atmos-kit use ${who} 2>/dev/null`,
    plain: nothing,
    times: 20,
    target: 3,
  },
];

/** Rows of a table: medians over alternating runs of the same shell with and without it. Throws when a run fails. */
export function shellRows({ folder, project, program, environment }: Workplace, rounds: number): string[][] {
  const env = { ...environment, PATH: `/usr/bin:/bin:${environment['PATH']}` };
  const kit = (...words: string[]) =>
    spawnSync(process.execPath, [program, ...words], {
      cwd: project,
      env: { ...env, PWD: project },
      encoding: 'utf8',
    }).stdout;
  const rows: string[][] = [['IN A SHELL', ...shells.map((shell) => shell.toUpperCase()), 'TARGET']];
  const snippets = Object.fromEntries(
    shells.map((shell) => {
      const file = join(folder, `snippet.${shell}`);
      writeFileSync(file, kit('shell', 'init', shell));
      return [shell, file];
    }),
  );
  // Warm from the third on: what has only just been written may change once more.
  for (let round = 0; round < 4; round += 1) {
    kit('auth', 'exec', '-i', who, '--', 'true');
    spawnSync('sleep', ['0.1']);
  }
  for (const addition of additions)
    rows.push([
      `${addition.name}, ms more`,
      ...shells.map((shell) => differenceOf(addition, shell, snippets[shell] as string).toFixed(2)),
      `≤ ${addition.target}`,
    ]);
  return rows;

  function differenceOf(
    { name, both = nothing, added, plain, times }: Addition,
    shell: Shell,
    snippet: string,
  ): number {
    const timed = (line: Line): number => {
      const script = `${both(shell, snippet)}\n${`${line(shell, snippet)}\n`.repeat(times)}`;
      const first = { bash: ['--norc', '--noprofile'], zsh: ['-f'], fish: ['--no-config'] }[shell];
      const began = performance.now();
      const { status, stderr } = spawnSync(shell, [...first, '-c', script], {
        cwd: project,
        env,
        encoding: 'utf8',
      });
      const took = performance.now() - began;
      if (status !== 0) throw new Error(`${shell}, ${name}: ended with ${status}: ${stderr}`);
      return took;
    };
    const differences: number[] = [];
    for (let round = -1; round < rounds; round += 1) {
      const [withIt, without] = [timed(added), timed(plain)];
      if (round >= 0) differences.push((withIt - without) / times);
    }
    return median(differences);
  }
}
