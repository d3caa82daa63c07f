import { isProblem, Problem } from '../domain/problem.ts';

/** The Problem `interrupted` (exit code 130) of everything that a Ctrl-C ends. */
export const interruption = (): Problem =>
  new Problem({ code: 'interrupted', message: 'Interrupted.', exitCode: 130 });

/** Why a wait ended early: the Problem that its signal was aborted with, else `interrupted`. */
export function reasonOf(signal: AbortSignal): Problem {
  return isProblem(signal.reason) ? signal.reason : interruption();
}
