import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { execVerb } from '../scripts/grammar/exec-verb.ts';
import { type Call, textFlag } from '../scripts/grammar/verb.ts';
import { projectFlags } from '../scripts/verb-context.ts';
import { applyChange } from '../src/domain/environment-change.ts';
import { ForwardedSignals } from '../src/edge/forwarded-signals.ts';
import { searchProgram } from '../src/edge/program-search.ts';
import { runBeside } from '../src/edge/run-beside.ts';
import { runAsQuestion } from '../src/flows/questions.ts';
import type { RunAsAnswer } from '../src/flows/run-as.ts';
import { type Places, placesOf } from '../src/store/paths.ts';
import { handedOver } from './handed-over.ts';
import { plainCall } from './plain-call.ts';
import { recallHere } from './warm-answer.ts';

/**
 * Runs the command of an `auth exec` where nothing needs to be worked out anew, and resolves to its exit code; undefined
 * where the whole program has to. It may never return, because we became the command.
 */
export async function exec(argv: readonly string[]): Promise<number | undefined> {
  try {
    const call = plainCall(execVerb, argv);
    const places = placesOf(process.env, process.getuid?.() ?? 0);
    const command = call && readyCommand(call, places, new Date());
    if (command === undefined) return undefined;
    become(command);
    return await runAndEnd(command);
  } catch {
    return undefined;
  }
}

/** A command that is ready to run as an identity. */
interface ReadyCommand {
  /** The absolute path of a program. */
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** A program that starts others with the signals that Node ignores set back; missing where there is none. */
  readonly launcher?: string;
}

/**
 * The command of `auth exec` where who runs it is remembered, its keys are fresh and its files are as they were written;
 * else undefined.
 */
function readyCommand(call: Call, places: Places, now: Date): ReadyCommand | undefined {
  const [name, ...args] = call.rest;
  if (name === undefined) return undefined;
  const folder = process.cwd();
  const question = runAsQuestion(folder, process.execPath, process.env, {
    flags: projectFlags(call),
    identity: textFlag(call, 'identity'),
    credentials: textFlag(call, 'credentials'),
  });
  const answer = recallHere(places, question) as RunAsAnswer | undefined;
  if (answer === undefined) return undefined;
  const change = handedOver(places, answer, now);
  if (change === undefined) return undefined;
  const env = applyChange(process.env, { ...answer.env, ...change });
  const found = searchProgram(name, env['PATH'], folder);
  // What is not there, or is no program, is told by the whole program.
  if (found.state !== 'program') return undefined;
  return { file: found.path, args, env, ...(answer.launcher && { launcher: answer.launcher }) };
}

/** Far below what any system takes as arguments and environment of a program, all of it or one. */
const mostBytes = 100_000;

/**
 * Becomes the command, where this Node can and it is safe; it returns where not. A failure could not be caught, and
 * SIGPIPE would stay ignored: so it is the launcher that we become, which has been seen to start others.
 */
function become({ file, args, env, launcher }: ReadyCommand): void {
  const { execve } = process as { execve?: (file: string, argv: string[], env: object) => never };
  // A name with = in it would be a variable to the launcher.
  if (execve === undefined || launcher === undefined || file.includes('=') || lacksInterpreter(file)) return;
  const words = [launcher, '--default-signal=PIPE,XFSZ', file, ...args];
  const texts = [...words, ...Object.entries(env).flat()];
  if (texts.reduce((sum, text) => sum + 3 * text.length + 10, 0) < mostBytes)
    execve.call(process, launcher, words, env);
}

/** Whether a script names a program in its first line that is not there: that is ours to tell. */
function lacksInterpreter(file: string): boolean {
  const start = Buffer.alloc(256);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, start, 0, start.length, 0);
  closeSync(descriptor);
  const [, interpreter] = /^#![ \t]*([^\s\0]+)/.exec(start.toString('latin1')) ?? [];
  return interpreter !== undefined && !existsSync(interpreter);
}

/** Runs the command beside us and returns its exit code; throws where the system would not start it. */
async function runAndEnd({ file, args, env }: ReadyCommand): Promise<number> {
  const end = await runBeside(new ForwardedSignals(), { file, args, env });
  if (typeof end !== 'string') return end;
  // A shell leaves its loop or script where Ctrl-C ended what it ran, and goes on where that only says 130.
  if (end === 'SIGINT') process.kill(process.pid, end);
  return 128 + numberOf(end);
}

const numberOf = (signal: NodeJS.Signals): number =>
  process.getBuiltinModule('node:os').constants.signals[signal];
