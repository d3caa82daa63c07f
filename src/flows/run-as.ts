import type { AuthSection } from '../domain/auth.ts';
import { belongsToProcess, type Chain } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { Problem } from '../domain/problem.ts';
import type { KitSettings, Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import { mockIdentity } from '../identity/mock-keys.ts';
import type { IdentityChoice } from '../identity/pick-identity.ts';
import { chainKey } from '../identity/session-key.ts';
import type { Ports, World } from '../ports.ts';
import { type Chosen, settleChoice } from './choose-identity.ts';
import { evaluated } from './evaluate-component.ts';
import { loadConfiguredAuth, type ProjectFlags } from './load-auth.ts';
import { observe } from './observe.ts';
import { pickAlone } from './pick-alone.ts';
import { runAsQuestion } from './questions.ts';
import { suspending, withoutEffects } from './remember.ts';
import { rememberRunAs } from './remember-run-as.ts';
import { runCredentials } from './run-credentials.ts';

/** Who something is to run as, outside of any stack. */
export interface RunAsRequest {
  readonly flags: ProjectFlags;
  /** `--identity`, the empty string for the flag without a value. */
  readonly identity: string | undefined;
  /** How it gets its keys, where that was said. */
  readonly credentials: KitSettings['credentials'] | undefined;
}

/** Somebody, or nobody on purpose, and the change of environment that makes a child run as them. */
export interface RunningAs {
  readonly project: Project;
  readonly auth: AuthSection;
  readonly chosen: Chosen;
  readonly chain: Chain | undefined;
  readonly credentials: KitSettings['credentials'];
  readonly change: EnvironmentChange;
}

/**
 * Picks an identity for something that belongs to no stack: the flag, ATMOS_IDENTITY, the default of the configuration,
 * else the person is asked. Its keys are made before it returns, so that what is wrong is told by us.
 * Throws Problem `identity-not-chosen`, `identity-not-found`, what `loadConfiguredAuth` throws, and `runCredentials`.
 */
export async function runningAs(ports: Ports, request: RunAsRequest): Promise<RunningAs> {
  const look = (world: World) => lookFor(world, ports, request);
  const observer = observe(ports.files, ports.environment, ports.clock);
  const pure = withoutEffects(() => look({ ...observer, effects: suspending }));
  const { project, auth, choice } = pure?.answer ?? (await evaluated(ports, look));
  const chosen = await settleChoice(ports, auth, choice);
  const chain = chosen.identity && chainOf(auth, chosen.identity);
  const credentials = request.credentials ?? project.kit.credentials;
  const kit = { ...project.kit, credentials };
  const runner = { project: { ...project, kit }, auth, chosen, ...(chain && { chain }) };
  const identity = await runCredentials(ports, runner, []);
  // What a person was asked, or the world, may be answered otherwise the next time.
  if (
    pure !== undefined &&
    choice.type === 'identity' &&
    chain !== undefined &&
    restsOnDisk(chain, credentials)
  ) {
    const { environment } = ports;
    const variables = {
      ATMOS_IDENTITY: environment.get('ATMOS_IDENTITY'),
      ATMOS_PROFILE: environment.get('ATMOS_PROFILE'),
    };
    const question = runAsQuestion(ports.here.folder, ports.here.program[0], variables, request);
    const answer = { identity: choice.identity.name, chain, key: chainKey(chain), env: project.env };
    await rememberRunAs(ports, question, observer, answer, identity);
  }
  return { project, auth, chosen, chain, credentials, change: { ...project.env, ...identity } };
}

/** Whether a hand-over is one that the door can repeat. */
function restsOnDisk(chain: Chain, credentials: KitSettings['credentials']): boolean {
  const known = credentials === 'process' || credentials === 'env';
  return known && !belongsToProcess(chain) && mockIdentity(chain) === undefined;
}

function lookFor(
  world: World,
  { here, environment }: Pick<Ports, 'here' | 'environment'>,
  { flags, identity }: RunAsRequest,
): { project: Project; auth: AuthSection; choice: IdentityChoice } {
  const { project, auth } = loadConfiguredAuth(world, here.folder, flags);
  const choice = pickAlone({ project, auth }, environment, identity);
  // A stack may leave identities to its surroundings; whoever calls a verb of ours to run as somebody has not.
  if (choice.type === 'without' && choice.why.source === 'no auth')
    throw new Problem({
      code: 'identity-not-chosen',
      message: 'This project defines no identity to run as.',
      hint: 'Define some under auth in atmos.yaml or a profile, or say --identity=false.',
    });
  return { project, auth, choice };
}
