import type { Component } from '../domain/component.ts';
import {
  type EffectRequest,
  effectKey,
  effectName,
  isSuspended,
  Suspended,
  together,
} from '../domain/effect.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';
import type { World } from '../ports.ts';
import { answerLocally, type LocalPorts } from './local-effects.ts';

/** Whoever answers the questions that need more than this machine: outputs of components, stores, clouds. */
export interface RemoteEffects {
  /** The answer, or undefined for a request that it does not know. Throws Problems. */
  answer(request: EffectRequest): Promise<Plain | undefined>;
}

/** What an answer is looked for with. */
export type EvaluationPorts = Pick<World, 'files' | 'environment' | 'index'> & LocalPorts;

// Each round answers at least one question; no project asks so many one after the other.
const mostRounds = 1000;

/**
 * Asks a pure question about configuration and stacks, fetches what it says is missing, and asks again until there is
 * an answer. Only what the question needs is fetched, and each thing once; `known` keeps the answers for a next
 * question. Throws the question's Problems, and those of fetching.
 */
export async function evaluated<T>(
  ports: EvaluationPorts,
  question: (world: World) => T,
  remote?: RemoteEffects,
  known: Map<string, Plain | Problem> = new Map(),
): Promise<T> {
  let over = false;
  const world: World = {
    files: ports.files,
    environment: ports.environment,
    ...(ports.index && { index: ports.index }),
    effects: {
      answer(request) {
        const answer = known.get(effectKey(request));
        if (answer === undefined) throw over ? unanswered(request) : new Suspended([request]);
        if (isProblem(answer)) throw placed(answer, request);
        return answer;
      },
    },
  };
  for (let round = 0; round < mostRounds; round += 1)
    try {
      const answer = question(world);
      over = true;
      return answer;
    } catch (error) {
      if (!isSuspended(error)) throw error;
      for (const request of error.requests)
        if (!known.has(effectKey(request)))
          known.set(effectKey(request), await fetched(ports, request, remote));
    }
  throw new Problem({
    code: 'function-failed',
    message: `After ${mostRounds} rounds the values still need more.`,
    hint: 'Look for a function whose argument is made by another function.',
  });
}

/**
 * Looks at every value of a component, so that none is left to be worked out later, when nothing is fetched any more.
 * Throws Suspended and the Problems of the values.
 */
export function workOut(component: Component): void {
  together(Object.keys(component) as (keyof Component)[], (key) => component[key]);
}

/** A Problem is an answer as well: it is only told where the value is needed. */
async function fetched(
  ports: EvaluationPorts,
  request: EffectRequest,
  remote: RemoteEffects | undefined,
): Promise<Plain | Problem> {
  try {
    const local = await answerLocally(ports, request);
    // A null is an answer: there is nothing.
    const answer = local === undefined ? await remote?.answer(request) : local;
    return answer === undefined ? unanswered(request) : answer;
  } catch (error) {
    // After a Ctrl-C nothing else is begun.
    if (isProblem(error) && error.code !== 'interrupted') return error;
    throw error;
  }
}

const unanswered = (request: EffectRequest): Problem =>
  new Problem({
    code: 'construct-not-supported',
    message: `${effectName(request)} is not supported here yet.`,
    hint: 'Use --process-functions=false, or the atmos program for this one.',
    at: request.at,
  });

/** One answer may be needed at several places: each time it is told where. */
function placed(problem: Problem, { at }: EffectRequest): Problem {
  const { code, message, hint, exitCode } = problem;
  return new Problem({
    code,
    message,
    at: problem.at ?? at,
    exitCode,
    cause: problem,
    ...(hint !== undefined && { hint }),
  });
}
