import type { IntegrationOutcome } from '../../src/flows/integrations.ts';
import { localTime } from './time-left.ts';
import { warningText } from './warnings.ts';

/** A line for each integration of which there is something to say. */
export function integrationsText(
  outcomes: readonly IntegrationOutcome[],
  what: 'run' | 'cleared',
  root: string | undefined,
): readonly string[] {
  return outcomes.flatMap(({ name, done, problem }) => {
    if (problem !== undefined) return [`${name}: ${warningText(problem, root)}`];
    if (done === undefined) return [];
    if (done.type === 'registry')
      return what === 'run'
        ? [`${name}: Docker is signed in at ${done.registry} until ${localTime(done.until)} (${done.where}).`]
        : [`${name}: Docker is signed out of ${done.registry}.`];
    return what === 'run'
      ? [`${name}: the context ${done.context} is in ${done.kubeconfig}.`]
      : [`${name}: the context ${done.context} was taken out of ${done.kubeconfig}.`];
  });
}
