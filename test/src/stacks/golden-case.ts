/** Reads a recorded case and puts its project on disk, so that runs can be asked at function level. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadProject } from '../../../src/config/load-project.ts';
import { type Plain, toPlain } from '../../../src/domain/value.ts';
import { children } from '../../../src/edge/children.ts';
import { systemClock } from '../../../src/edge/clock.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import type { EvaluationPorts } from '../../../src/flows/evaluate-component.ts';
import type { World } from '../../../src/ports.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

type Tree = { [key: string]: Plain };

export interface GoldenRun {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly exit: number;
  readonly error?: string;
  readonly quirk?: string;
  readonly json?: Plain;
  /** Paths (keys joined by `/`) that were kept of the output; all of it is kept without. */
  readonly pick?: readonly string[];
  readonly calls?: readonly Tree[];
  readonly files?: Tree;
}

export interface GoldenCase {
  readonly name: string;
  readonly runs: readonly GoldenRun[];
  /** The project's folder, outside any repository. */
  readonly folder: string;
  readonly home: string;
}

/** Stands in a recording for the folder of the project. */
const projectMark = /\$\{PROJECT\}/;
const golden = join(import.meta.dirname, '..', '..', 'golden');

/** The names of all recorded cases. */
export const caseNames = (): string[] =>
  readdirSync(golden, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(golden, entry.name, 'expect.json')))
    .map(({ name }) => name)
    .sort();

/** A recorded case with a fresh copy of its project. JSON is read as YAML, which keeps big integers. */
export function openCase(name: string): GoldenCase {
  const text = readFileSync(join(golden, name, 'expect.json'), 'utf8');
  const expected = toPlain(readYaml(text, 'expect.json') as never) as Tree;
  const scratch = mkdtempSync(join(tmpdir(), 'golden-'));
  const folder = join(scratch, 'project');
  cpSync(join(golden, name), folder, { recursive: true, filter: (path) => !path.endsWith('expect.json') });
  const home = join(scratch, 'home');
  mkdirSync(home);
  for (const [path, content] of Object.entries((expected['home'] ?? {}) as Tree)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), String(content));
  }
  for (const [program = '', ...args] of (expected['setup'] ?? []) as string[][])
    execFileSync(program, args, { cwd: folder, env: { PATH: process.env['PATH'], HOME: home } });
  const place = (run: Tree) =>
    ({
      ...run,
      env: Object.fromEntries(
        Object.entries((run['env'] ?? {}) as Record<string, string>).map(([key, value]) => [
          key,
          value.replace(projectMark, folder),
        ]),
      ),
      argv: (run['argv'] as string[]).map((word) => word.replace(projectMark, folder)),
      cwd: join(folder, String(run['cwd'] ?? '.')),
    }) as unknown as GoldenRun;
  return { name, runs: (expected['runs'] as Tree[]).map(place), folder, home };
}

/** What one run asks for. */
export interface Asked {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

export function parseWords(argv: readonly string[]): Asked {
  const words: string[] = [];
  const flags = new Map<string, string[]>();
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] as string;
    if (!word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const [name = '', value] = word.split('=', 2);
    const bare = ['--skip-init', '--include-empty-stacks', '--all'].includes(name);
    flags.set(name, [...(flags.get(name) ?? []), value ?? (bare ? '' : String(argv[++index]))]);
  }
  return { words, flags };
}

/** The world and the project of a run. */
export function openRun({ home }: GoldenCase, run: GoldenRun, asked: Asked) {
  const strategy = asked.flags.get('--settings-list-merge-strategy')?.[0];
  const variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    ...run.env,
    ...(strategy !== undefined && { ATMOS_SETTINGS_LIST_MERGE_STRATEGY: strategy }),
  };
  const ports: EvaluationPorts = {
    files: diskFiles(),
    environment: processEnvironment(variables),
    children: children(variables),
    clock: systemClock(),
    here: { folder: resolve(run.cwd) } as EvaluationPorts['here'],
  };
  const profiles = asked.flags.get('--profile');
  const basePath = asked.flags.get('--base-path')?.[0];
  const configPaths = asked.flags.get('--config-path');
  const project = (world: World) =>
    loadProject(world, {
      cwd: resolve(run.cwd),
      ...(profiles && { profiles }),
      ...(basePath !== undefined && { basePath }),
      ...(configPaths && { configPaths }),
    });
  return { ports, project };
}
