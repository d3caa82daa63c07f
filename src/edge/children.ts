import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { applyChange } from '../domain/environment-change.ts';
import { Problem } from '../domain/problem.ts';
import type { ChildResult, Children, Command } from '../ports.ts';
import { ForwardedSignals } from './forwarded-signals.ts';
import { searchProgram } from './program-search.ts';
import { type Beside, runBeside } from './run-beside.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Child processes whose environment is `variables` with the command's change and nothing else. Exit codes come
 * back as the child gave them. Problems: `child-not-found` (127), `child-not-executable` (126), `file-unreadable`
 * where the folder to run in is missing.
 */
export function children(variables: Variables): Children {
  const signals = new ForwardedSignals();
  const find = (program: string) => {
    const found = searchProgram(program, variables['PATH'], process.cwd());
    return found.state === 'program' ? found.path : undefined;
  };
  return {
    find,
    launcher() {
      const file = 'execve' in process ? find('env') : undefined;
      if (file === undefined) return undefined;
      const { spawnSync } = process.getBuiltinModule('node:child_process');
      const { status } = spawnSync(file, ['--default-signal=PIPE,XFSZ', file], {
        cwd: '/',
        env: {},
        stdio: 'ignore',
      });
      return status === 0 ? file : undefined;
    },
    async run(command, options) {
      const env = applyChange(variables, command.change);
      const file = programOf(command, env);
      const quiet = options?.quiet === true;
      const labelled = quiet ? undefined : options?.label;
      if (!quiet && labelled === undefined)
        return alone(signals, { file, args: command.args, cwd: command.cwd, env });
      const { execa } = await import('execa');
      const result = await signals.during(() => {
        const child = execa(file, command.args, {
          cwd: command.cwd,
          env,
          extendEnv: false,
          // Nobody sees the question of a quiet child, and nobody can tell whose question of several it is.
          ...(quiet && options.input !== undefined ? { input: options.input } : { stdin: 'ignore' as const }),
          all: true,
          reject: false,
          stripFinalNewline: false,
          // Too much output, a slow end or our own end are no reasons to kill a terraform that holds a lock.
          maxBuffer: Number.POSITIVE_INFINITY,
          forceKillAfterDelay: false,
          cleanup: false,
        });
        if (labelled !== undefined) {
          copyLines(child.stdout, labelled, process.stdout);
          copyLines(child.stderr, labelled, process.stderr);
        }
        return { target: child, end: child };
      });
      const said = { output: result.all ?? '', stdout: result.stdout ?? '' };
      const end = result.signal ?? result.exitCode;
      if (end === undefined) throw notStarted(file, result.code, result.cause);
      return { ...endOf(end), ...said } satisfies ChildResult;
    },
  };
}

/** Runs a child that has the terminal to itself. A library for children takes as long to load as Node to start. */
async function alone(signals: ForwardedSignals, command: Beside): Promise<ChildResult> {
  const end = await runBeside(signals, command).catch((cause: NodeJS.ErrnoException) => {
    throw notStarted(command.file, cause.code, cause);
  });
  return { ...endOf(end), output: '', stdout: '' };
}

const endOf = (end: number | NodeJS.Signals) =>
  typeof end === 'number' ? { exitCode: end } : { exitCode: 128 + constants.signals[end], signal: end };

/** Each line whole and with its label, so that the lines of several children do not mix. */
function copyLines(from: Readable | null, label: string, to: Writable): void {
  if (from === null) return;
  const { createInterface } = process.getBuiltinModule('node:readline');
  const lines = createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => to.write(`${label} | ${line}\n`));
}

function programOf(command: Command, env: Record<string, string>): string {
  if (!existsSync(command.cwd))
    throw new Problem({
      code: 'file-unreadable',
      message: `The folder ${command.cwd} does not exist, so ${command.file} cannot run in it.`,
      at: { file: command.cwd },
    });
  const found = searchProgram(command.file, env['PATH'], command.cwd);
  if (found.state === 'program') return found.path;
  if (found.state === 'missing')
    throw new Problem({
      code: 'child-not-found',
      message: `${command.file}: command not found.`,
      hint: command.file.includes('/')
        ? 'Check the path.'
        : `Install ${command.file}, or add its folder to PATH.`,
    });
  throw new Problem({
    code: 'child-not-executable',
    message: `${found.path} cannot be executed: ${found.why}.`,
    hint: found.why === 'permission denied' ? `chmod +x ${found.path}` : 'Name a program.',
  });
}

/** The file was there and executable, and the kernel still refused. */
function notStarted(file: string, code: string | undefined, cause: unknown): Problem {
  const words: Record<string, string> = {
    ENOENT: 'the interpreter that its first line names does not exist',
    E2BIG: 'its arguments and environment are too long',
    ENOEXEC: 'this machine cannot run its format',
  };
  return new Problem({
    code: 'child-not-executable',
    message: `${file} cannot be executed: ${words[code ?? ''] ?? code ?? 'the system refused'}.`,
    cause,
  });
}
