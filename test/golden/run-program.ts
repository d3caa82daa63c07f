/** Runs the built program as a case says, and tells what came of it in the words of the recording. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, delimiter, dirname, join, relative } from 'node:path';
import picomatch from 'picomatch';
import type { Plain } from '../../src/domain/value.ts';
import {
  type CaseOnDisk,
  golden,
  type RecordedCall,
  type RecordedRun,
  readJson,
  type Tree,
} from './recorded-case.ts';

const program = join(golden, '..', '..', 'dist', 'atmos-kit.cjs');

export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The code of the Problem that ended it. */
  readonly code?: string;
  readonly calls: readonly Required<RecordedCall>[];
  readonly files: Tree;
}

/** How the recording writes a path of its own machine. */
const placeholder = (name: string): string => `$\{${name}}`;

let runs = 0;

/** Runs to the end. `terraform` is the case's own choice where the run has none. */
export async function runProgram(
  { project, home, scratch }: CaseOnDisk,
  run: RecordedRun,
  terraform: 'fake' | 'real' = 'fake',
): Promise<Outcome> {
  runs += 1;
  const log = join(scratch, 'calls', String(runs));
  const bin = join(scratch, 'bin');
  mkdirSync(log, { recursive: true });
  mkdirSync(bin, { recursive: true });
  // Workflows call the program under the name that they know.
  if (!existsSync(join(bin, 'atmos'))) symlinkSync(program, join(bin, 'atmos'));
  const place = (text: string) =>
    text.replaceAll(placeholder('PROJECT'), project).replaceAll(placeholder('HOME'), home);
  const env: Record<string, string> = {
    PATH: [
      bin,
      ...((run.terraform ?? terraform) === 'real' ? [] : [join(golden, 'bin')]),
      dirname(process.execPath),
      process.env['PATH'] ?? '',
    ].join(delimiter),
    HOME: home,
    TMPDIR: scratch,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: scratch,
    LANG: 'C.UTF-8',
    CHECKPOINT_DISABLE: '1',
    GIT_CEILING_DIRECTORIES: dirname(project),
    ATMOS_DESCRIBE_COMPONENT_FILTER: 'full',
    ATMOS_KIT_PROBLEMS: 'json',
    FAKE_TF_LOG: log,
    ...Object.fromEntries(
      Object.entries(run.fake ?? {}).map(([key, value]) => [`FAKE_TF_${key}`, String(value)]),
    ),
    ...Object.fromEntries(Object.entries(run.env ?? {}).map(([key, value]) => [key, place(value)])),
  };
  const ended = await runToEnd(run.argv.map(place), join(project, run.cwd ?? '.'), env);
  const calls = readdirSync(log)
    .sort()
    .map((name) => readCall(join(log, name), env, run.env_names ?? []));
  const mark = marker(project, home, calls);
  return {
    ...ended,
    ...codeOf(ended.stderr),
    stdout: mark(ended.stdout),
    calls: calls.map((call) => ({
      ...call,
      cwd: relative(project, call.cwd) || '.',
      env: Object.fromEntries(Object.entries(call.env).map(([key, value]) => [key, mark(value)])),
    })),
    files: wantedFiles(project, run.want_files ?? [], mark),
  };
}

function runToEnd(argv: readonly string[], cwd: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [program, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise<{ exit: number; stdout: string; stderr: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        exit: code ?? -1,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
  });
}

function codeOf(stderr: string): { readonly code?: string } {
  const line = stderr.split('\n').findLast((text) => text.startsWith('{"code":'));
  return line === undefined ? {} : { code: (JSON.parse(line) as { code: string }).code };
}

function readCall(
  folder: string,
  parent: Readonly<Record<string, string>>,
  names: readonly string[],
): Required<RecordedCall> {
  const words = (file: string) => readFileSync(join(folder, file), 'utf8').split('\0').slice(0, -1);
  const env = Object.fromEntries(
    words('env').map((line) => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=/, '')]),
  );
  const told = (name: string) => /^(TF|ATMOS|AWS)_/.test(name) || names.includes(name);
  return {
    argv: words('argv'),
    cwd: readFileSync(join(folder, 'cwd'), 'utf8').trim(),
    env: Object.fromEntries(
      Object.entries(env).filter(([name, value]) => told(name) && parent[name] !== value),
    ),
    env_unset: Object.keys(parent).filter((name) => told(name) && !(name in env)),
    files: Object.fromEntries(
      readdirSync(join(folder, 'files')).map((name) => [name, contentOf(join(folder, 'files', name))]),
    ),
  };
}

export function contentOf(path: string): Plain {
  const text = readFileSync(path, 'utf8');
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return readJson(text);
}

function wantedFiles(project: string, globs: readonly string[], mark: (text: string) => string): Tree {
  const files: Tree = {};
  const all = globs.length === 0 ? [] : filesBelow(project);
  for (const glob of globs) {
    const fits = picomatch(glob, { dot: true });
    const found = all.filter((path) => fits(path));
    if (found.length === 0) files[glob] = { $absent: true };
    for (const path of found) {
      const content = contentOf(join(project, path));
      files[path] = typeof content === 'string' ? mark(content) : content;
    }
  }
  return files;
}

/** Paths of all files, from the folder, sorted. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Puts the placeholders of the recording in the place of real paths. Each mock identity has a folder of its own here. */
function marker(project: string, home: string, calls: readonly RecordedCall[]): (text: string) => string {
  const mocks = calls
    .map(({ env }) => env['AWS_CONFIG_FILE'])
    .flatMap((file) => (file && basename(file) === 'mock-config' ? [dirname(file)] : []));
  return (text) =>
    mocks
      .reduce((marked, mock) => marked.replaceAll(mock, placeholder('MOCK')), text)
      .replaceAll(project, placeholder('PROJECT'))
      .replaceAll(home, placeholder('HOME'));
}
