/** A recorded case of real Atmos: its project on disk, outside any repository, and its runs in order. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Plain, toPlain } from '../../src/domain/value.ts';
import { readYaml } from '../../src/yaml/read-yaml.ts';

export type Tree = { [key: string]: Plain };

export interface RecordedCall {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly env_unset?: readonly string[];
  readonly files?: Tree;
}

/** One run; README.md tells what each key means. */
export interface RecordedRun {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly terraform?: 'fake' | 'real';
  readonly fake?: Readonly<Record<string, string | number>>;
  readonly pick?: readonly string[];
  readonly want_files?: readonly string[];
  readonly env_names?: readonly string[];
  readonly quirk?: string;
  readonly exit: number;
  readonly error?: string;
  readonly json?: Plain;
  readonly calls?: readonly RecordedCall[];
  readonly files?: Tree;
}

export interface RecordedCase {
  readonly name: string;
  readonly terraform?: 'fake' | 'real';
  readonly runs: readonly RecordedRun[];
  readonly setup: readonly (readonly string[])[];
  readonly home: Readonly<Record<string, string>>;
}

/** The folder of all cases, and of the fake terraform. */
export const golden = import.meta.dirname;

/** JSON as data, integers beyond 2^53 kept: JSON is YAML. */
export function readJson(text: string): Plain {
  const value = readYaml(text, 'json');
  return value === undefined ? null : toPlain(value);
}

export function readCase(name: string): RecordedCase {
  const {
    setup = [],
    home = {},
    ...rest
  } = readJson(readFileSync(join(golden, name, 'expect.json'), 'utf8')) as unknown as Omit<
    RecordedCase,
    'name'
  >;
  return { ...rest, setup, home, name };
}

export interface CaseOnDisk {
  readonly project: string;
  readonly home: string;
  /** Holds both, and whatever else is there for a while only. */
  readonly scratch: string;
}

/** Puts the project below `scratch`, which must not exist yet. */
export function putOnDisk({ name, setup, home: files }: RecordedCase, scratch: string): CaseOnDisk {
  const project = join(scratch, 'project');
  const home = join(scratch, 'home');
  const overlay = join(golden, name, '_overlay');
  mkdirSync(home, { recursive: true });
  cpSync(join(golden, name), project, {
    recursive: true,
    filter: (path) => path !== overlay && path !== join(golden, name, 'expect.json'),
  });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  for (const [program = '', ...args] of setup)
    execFileSync(program, args, {
      cwd: project,
      env: { PATH: process.env['PATH'], HOME: home },
      stdio: 'pipe',
    });
  if (existsSync(overlay)) cpSync(overlay, project, { recursive: true });
  return { project, home, scratch };
}
