import type { Component } from '../domain/component.ts';
import type { Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import { mergeAuth } from '../identity/merge-auth.ts';
import { namesNobody, pickIdentity, type Reason } from '../identity/pick-identity.ts';
import { readAuth } from '../identity/read-auth.ts';
import type { Ports } from '../ports.ts';
import { settleChoice } from './choose-identity.ts';
import type { Runner } from './run-credentials.ts';

/** What of a component says who it runs as. */
export type Identified = Pick<Component, 'auth' | 'identityDefaults'>;

/** The same, looked at now: nothing of it is worked out later. */
export const identified = ({ auth, identityDefaults }: Component): Identified => ({ auth, identityDefaults });

/** Who the run is that asks for what other components have. */
export interface AskingRun {
  readonly project: Project;
  /** `--identity` of the run that asks. */
  readonly identity?: string | undefined;
}

/**
 * Who reads what a component has: its own default identity, else whoever asks. Nobody where the run that asks has none
 * on purpose. Source of the rule: Atmos, for components that `!terraform.output` and `!terraform.state` name.
 */
export async function readerOf(
  ports: Ports,
  run: AskingRun,
  { auth: own, identityDefaults }: Identified,
  asker: () => Promise<Runner>,
): Promise<Runner> {
  const { project } = run;
  const auth = readAuth(mergeAuth(project.auth, own), project.realm);
  const nobody = nobodyOnPurpose(ports, run);
  if (nobody !== undefined) return { project, auth, chosen: { identity: undefined, why: nobody, lost: [] } };
  const defaults = [...identityDefaults, ...project.identityDefaults];
  const choice = pickIdentity({ auth, defaults });
  // Of several markers of one identity the most specific one, which comes first, holds.
  const holding = new Map(
    [...defaults].reverse().map(({ identity, value }) => [identity.toLowerCase(), value]),
  );
  if (choice.type !== 'identity' && ![...holding.values()].includes(true)) return asker();
  const chosen = await settleChoice(ports, auth, choice);
  return { project, auth, chosen, ...(chosen.identity && { chain: chainOf(auth, chosen.identity) }) };
}

/** Who the run itself is; `component` is the one whose value asks, where it is one. */
export async function askingRunner(
  ports: Ports,
  { project, identity: flag }: AskingRun,
  component: Identified | undefined,
): Promise<Runner> {
  const section = component === undefined ? project.auth : mergeAuth(project.auth, component.auth);
  const auth = readAuth(section, project.realm);
  const environment = ports.environment.get('ATMOS_IDENTITY');
  const choice = pickIdentity({
    auth,
    ...(flag !== undefined && { flag }),
    ...(environment !== undefined && { environment }),
    defaults: [...(component?.identityDefaults ?? []), ...project.identityDefaults],
  });
  const chosen = await settleChoice(ports, auth, choice);
  return { project, auth, chosen, ...(chosen.identity && { chain: chainOf(auth, chosen.identity) }) };
}

function nobodyOnPurpose(
  { environment }: Pick<Ports, 'environment'>,
  { identity }: AskingRun,
): Reason | undefined {
  const named = identity ?? (environment.get('ATMOS_IDENTITY') || undefined);
  if (named === undefined || !namesNobody(named)) return undefined;
  return { source: identity === undefined ? 'ATMOS_IDENTITY' : 'flag', text: 'the run that asks has nobody' };
}
