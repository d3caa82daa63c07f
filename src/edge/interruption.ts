import { isProblem, Problem } from '../domain/problem.ts';

/** The Problem `interrupted` (exit code 130) of everything that a Ctrl-C ends. */
export const interruption = (): Problem =>
  new Problem({ code: 'interrupted', message: 'Interrupted.', exitCode: 130 });

/**
 * Why a wait ended early, as a Problem: the one that the signal was aborted with, `login-expired` where its time
 * was up (AbortSignal.timeout), else `interrupted`.
 */
export function reasonOf(signal: AbortSignal): Problem {
  if (isProblem(signal.reason)) return signal.reason;
  if (signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError')
    return new Problem({
      code: 'login-expired',
      message: 'Nobody answered in time.',
      hint: 'atmos-kit auth login',
    });
  return interruption();
}
