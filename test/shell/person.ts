/** A person with a home of her own, who runs verbs in this process and opens terminals with real shells in them. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { readCall } from '../../scripts/grammar/read-call.ts';
import { verbs } from '../../scripts/grammar/verbs.ts';
import type { RunVerb } from '../../scripts/verb-context.ts';
import { compose } from '../../src/compose.ts';
import { isProblem } from '../../src/domain/problem.ts';
import type { Shell } from '../../src/domain/shell.ts';
import { copyProject, program } from '../journeys/desk.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';

export interface Done {
  /** 0 for success, else that of the Problem or of the verb. */
  readonly exitCode: number;
  readonly printed: string;
  /** What was said on stderr, and the Problem with its hint. */
  readonly said: string;
}

export interface Person {
  readonly home: string;
  readonly project: string;
  readonly variables: Readonly<Record<string, string>>;
  /** A path below the home. */
  at(...names: readonly string[]): string;
  /** Writes a file below the home. */
  write(path: string, text: string | Buffer): string;
  kit(words: string, variables?: Readonly<Record<string, string>>): Promise<Done>;
  /** ATMOS_PROFILE as a program sees it that a shell in a new terminal starts; empty for none. */
  sees(shell: Shell, ...options: readonly string[]): Promise<string>;
  /** Everything below the home: contents, modes and links, without what fish makes for itself. */
  tree(): Readonly<Record<string, string>>;
}

/** Runs `work` with a person without any file; everything goes afterwards. */
export async function withPerson(
  work: (person: Person) => Promise<void>,
  { ownProject = false } = {},
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'person-'));
  try {
    await work(personIn(scratch, ownProject ? copyProject(join(scratch, 'acme')) : sharedProject()));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const ofFish = /^(\.cache|\.config\/fish\/fish_variables)(\/|$)/;

let shared: string | undefined;

/** A copy of the project that nobody changes. */
function sharedProject(): string {
  if (shared === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'project-'));
    // Tests look at it as somebody without rights as well.
    chmodSync(folder, 0o755);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    shared = copyProject(join(folder, 'acme'));
  }
  return shared;
}

function personIn(scratch: string, project: string): Person {
  const home = join(scratch, 'home');
  mkdirSync(home, { mode: 0o755 });
  const variables = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
  };
  return {
    home,
    project,
    variables,
    at: (...names) => join(home, ...names),
    write(path, text) {
      const file = join(home, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    kit: (words, more = {}) => run(words.split(' '), project, { ...variables, ...more }),
    async sees(shell, ...options) {
      const tell = `sh -c 'printf "saw<%s>" "$ATMOS_PROFILE"'`;
      // fish makes folders for its history.
      const own = shell === 'fish' ? { XDG_DATA_HOME: join(scratch, 'fish') } : {};
      const terminal = startOnTerminal([shell, ...options, '-i', '-c', tell], home, { ...variables, ...own });
      const guard = setTimeout(() => process.kill(terminal.pid, 'SIGKILL'), 60_000);
      await terminal.ended.finally(() => clearTimeout(guard));
      const [, seen] = /saw<([^>]*)>/.exec(terminal.shown()) ?? [];
      if (seen === undefined) throw new Error(`${shell} did not tell:\n${terminal.shown()}`);
      return seen;
    },
    tree: () => Object.fromEntries(treeBelow(home, home)),
  };
}

function treeBelow(folder: string, root: string): readonly (readonly [string, string])[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (ofFish.test(relative(root, path))) return [];
    const stats = lstatSync(path);
    const mode = (stats.mode & 0o7777).toString(8);
    if (stats.isSymbolicLink()) return [[path, `link to ${readlinkSync(path)}`] as const];
    if (stats.isDirectory()) return [[path, `folder ${mode}`] as const, ...treeBelow(path, root)];
    return [
      [path, `${mode} ${stats.uid} ${createHash('sha1').update(readFileSync(path)).digest('hex')}`] as const,
    ];
  });
}

async function run(
  argv: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Done> {
  let said = '';
  let printed = '';
  const stderr = new PassThrough() as unknown as NodeJS.WriteStream;
  stderr.on('data', (part) => {
    said += part;
  });
  const ports = compose({
    variables,
    folder,
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    stderr,
    uid: process.getuid?.() ?? 0,
    program: [process.execPath, program],
    build: 'person',
  });
  const call = readCall(verbs, argv);
  const file = join(import.meta.dirname, '..', '..', 'scripts', `${call.verb.path.join('-')}.ts`);
  const { run: runVerb } = (await import(file)) as { run: RunVerb };
  const print = (text: string) => {
    printed += text;
  };
  try {
    const exitCode = (await runVerb({ call, ports, print })) ?? 0;
    return { exitCode, printed, said };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { exitCode: error.exitCode, printed, said: `${said}${error.message}\n${error.hint ?? ''}` };
  }
}
