/** A person's desk: a home, a copy of the acme project, an emulator in place of AWS, and the built program. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Seed } from '../../emulator/seed/seed.ts';
import { approve } from '../../scripts/demo/scripted-person.ts';
import { acme, type Running, withRunning } from '../emulator/running.ts';
import { type PseudoTerminal, startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { type LeakWatch, watchForLeaks } from './leaks.ts';

const checkout = join(import.meta.dirname, '..', '..');
export const program = join(checkout, 'dist', 'atmos-kit.cjs');

/** Whatever should end by itself and has not after two minutes never will; exit code -1 says that it was ended. */
const patience = 120_000;

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program while it runs. */
export interface Begun {
  readonly pid: number;
  /** What it has said so far, on stderr. */
  said(): string;
  /** Resolves with the match once stderr has it; rejects when the program ended without saying so. */
  hears(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<Ended>;
}

export interface RunOptions {
  /** Where it is run; the project unless given. */
  readonly cwd?: string;
  /** Over the desk's own variables; undefined takes one away. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
}

/** The last line of a Problem about which docs/troubleshooting.md says more. */
export const more = (code: string): string =>
  `  More: docs/troubleshooting.md#${code} (atmos-kit explain ${code})\n`;

/** A command line: words that stand between blanks, or the words themselves. */
export type Words = string | readonly string[];

export interface Desk {
  readonly emulator: Running;
  /** Everything of this desk is below it. */
  readonly folder: string;
  readonly home: string;
  /** Where memory lasts until a restart: XDG_RUNTIME_DIR. */
  readonly run: string;
  readonly project: string;
  readonly variables: Readonly<Record<string, string>>;
  /** What was seen here that is searched for secrets when the desk is left. */
  readonly leaks: LeakWatch;
  /** Runs the built program to its end. */
  kit(words: Words, options?: RunOptions): Promise<Ended>;
  /** Starts the built program without a terminal. */
  begin(words: Words, options?: RunOptions): Begun;
  onTerminal(words: Words, options?: RunOptions): PseudoTerminal;
  /** Runs a script of sh on a terminal; `"$@"` in it is the program with these words. */
  onShell(script: string, words: Words, options?: RunOptions): PseudoTerminal;
  /** Signs in with a code, as dana or somebody else, without a browser. */
  signIn(user?: string, options?: RunOptions): Promise<Ended>;
  /** Writes a file of the project (a path below it), and returns its absolute path. */
  write(path: string, content: string): string;
  /** Changes a file of the project. Throws where `from` does not stand in it. */
  edit(path: string, from: string, to: string): void;
}

export interface DeskOptions {
  readonly seed?: Seed;
  /** ATMOS_PROFILE. */
  readonly profile?: string;
  /** How the folder of everything is named, for names that are hard to quote. */
  readonly name?: string;
}

/** Runs `work` at a desk whose person is on the developers' team; everything goes afterwards. */
export async function withDesk(
  work: (desk: Desk) => Promise<void>,
  { seed = acme, profile = 'developers,local', name = 'desk' }: DeskOptions = {},
): Promise<void> {
  if (!existsSync(program))
    throw new Error('dist/ is missing, and journeys run the built program: `make build` first.');
  await withRunning(async (emulator) => {
    const scratch = mkdtempSync(join(tmpdir(), 'atmos-kit-'));
    const running = new Set<number>();
    const leaks = watchForLeaks(scratch, emulator);
    try {
      await work(setUp(join(scratch, name), emulator, profile, running, leaks));
      if (emulator.faults.length > 0) throw new Error(`The emulator failed: ${emulator.faults.join('\n')}`);
      leaks.assertNone();
    } finally {
      leaks.stop();
      // What a failed test has left waiting would wait for minutes.
      for (const pid of running) end(pid);
      rmSync(scratch, { recursive: true, force: true });
    }
  }, seed);
}

function setUp(
  folder: string,
  emulator: Running,
  profile: string,
  running: Set<number>,
  leaks: LeakWatch,
): Desk {
  const [home, run, temporary] = ['home', 'run', 'tmp'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [home, run, temporary]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const project = copyProject(join(folder, 'acme'));
  const variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    // Terraform asks its maker for news otherwise.
    CHECKPOINT_DISABLE: '1',
    TMPDIR: temporary,
    XDG_RUNTIME_DIR: run,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ATMOS_PROFILE: profile,
    ATMOS_KIT_ENDPOINT: emulator.origin,
    ATMOS_KEYRING_TYPE: 'file',
    BROWSER: 'none',
  };
  const environment = ({ variables: own = {} }: RunOptions): Record<string, string> =>
    Object.fromEntries(
      Object.entries({ ...variables, ...own }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
  const watched = <T extends { readonly pid: number; readonly ended: Promise<unknown> }>(started: T): T => {
    running.add(started.pid);
    const guard = setTimeout(() => end(started.pid), patience);
    const over = () => {
      clearTimeout(guard);
      running.delete(started.pid);
    };
    started.ended.then(over, over);
    return started;
  };
  const desk: Desk = {
    emulator,
    folder,
    home,
    run,
    project,
    variables,
    leaks,
    kit: (words, options) => desk.begin(words, options).ended,
    begin: (words, options = {}) =>
      watched(
        begin([process.execPath, program, ...split(words)], options.cwd ?? project, environment(options)),
      ),
    onTerminal: (words, options) => desk.onShell('exec "$@"', words, options),
    onShell: (script, words, options = {}) =>
      watched(
        startOnTerminal(
          ['/bin/sh', '-c', script, 'sh', process.execPath, program, ...split(words)],
          options.cwd ?? project,
          environment(options),
          options.columns,
        ),
      ),
    async signIn(user = 'dana', options) {
      const login = desk.begin('auth login --device', options);
      const [url] = await login.hears(/(?<=\s)http:\S+user_code=\S+(?=\s)/);
      await approve(url, { user, password: `local-${user}` });
      return login.ended;
    },
    write(path, content) {
      const file = join(project, path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    edit(path, from, to) {
      const file = join(project, path);
      const text = readFileSync(file, 'utf8');
      if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
      writeFileSync(file, text.replace(from, to));
    },
  };
  return desk;
}

/** Copies the acme project of this checkout, without what runs of Terraform have left in it. */
export function copyProject(to: string): string {
  for (const part of ['atmos.yaml', 'atmos.d', 'profiles', 'stacks', 'components', 'workflows'])
    if (existsSync(join(checkout, part)))
      cpSync(join(checkout, part), join(to, part), {
        recursive: true,
        filter: (path) =>
          !/^(\.terraform.*|backend\.tf\.json|.*\.tfvars\.json|.*\.planfile)$/.test(basename(path)),
      });
  return to;
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}

const split = (words: Words): readonly string[] =>
  typeof words === 'string' ? words.split(' ').filter((word) => word !== '') : words;

/** Starts a program without a terminal. */
export function begin(argv: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Begun {
  const [file = '', ...args] = argv;
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let over = false;
  const watchers = new Set<() => void>();
  const tell = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    tell();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      over = true;
      tell();
      resolve({ exitCode: code ?? -1, stdout, stderr });
    });
  });
  return {
    pid: child.pid as number,
    said: () => stderr,
    ended,
    hears: (pattern) =>
      new Promise((resolve, reject) => {
        const watcher = () => {
          const match = pattern.exec(stderr);
          if (match !== null) resolve(match);
          else if (over) reject(new Error(`It ended without ${pattern}:\n${stderr}`));
          else return;
          watchers.delete(watcher);
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}
