import { constants } from 'node:os';
import { isProblem, Problem } from '../domain/problem.ts';

/** The Problem `interrupted` of everything that a signal ends: exit code 128 + its number, so 130 for a Ctrl-C. */
export const interruption = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' = 'SIGINT'): Problem =>
  new Problem({
    code: 'interrupted',
    message: signal === 'SIGINT' ? 'Interrupted.' : `Ended by ${signal}.`,
    exitCode: 128 + constants.signals[signal],
  });

/** Why a wait ended early: the Problem that its signal was aborted with, else `interrupted`. */
export function reasonOf(signal: AbortSignal): Problem {
  return isProblem(signal.reason) ? signal.reason : interruption();
}
