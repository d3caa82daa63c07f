import type { AuthSection } from '../domain/auth.ts';
import type { Chain } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { Problem } from '../domain/problem.ts';
import type { KitSettings, Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import type { IdentityChoice } from '../identity/pick-identity.ts';
import type { Ports, World } from '../ports.ts';
import { type Chosen, settleChoice } from './choose-identity.ts';
import { evaluated } from './evaluate-component.ts';
import { keepShellState } from './keep-shell-state.ts';
import { loadConfiguredAuth, type ProjectFlags } from './load-auth.ts';
import { type Observer, observe } from './observe.ts';
import { pickAlone } from './pick-alone.ts';
import { runAsQuestion } from './questions.ts';
import { suspending, withoutEffects } from './remember.ts';
import {
  type HandedOver,
  type HandOverAnswer,
  isRepeatable,
  rememberHandOver,
} from './remember-hand-over.ts';
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

/** Who a command outside of any stack runs as, and how: all that a warm `auth exec` needs. Nothing secret. */
export interface RunAsAnswer extends HandOverAnswer {
  /** `env` of atmos.yaml. */
  readonly env: Readonly<Record<string, string>>;
  /** A program of this machine that sets signals back which Node ignores, and then becomes another program. */
  readonly launcher?: string;
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
  if (pure && choice.type === 'identity' && chain && isRepeatable(chain, credentials)) {
    const handed = { chain, identity: choice.identity.name, mode: credentials, change: identity };
    if (remember(ports, request, observer, handed, project.env))
      await keepShellState(ports, request, observer, { auth, ...handed }, project.env);
  }
  return { project, auth, chosen, chain, credentials, change: { ...project.env, ...identity } };
}

function remember(
  ports: Ports,
  request: RunAsRequest,
  observer: Observer,
  handed: HandedOver,
  env: RunAsAnswer['env'],
): boolean {
  const { environment, here } = ports;
  const variables = {
    ATMOS_IDENTITY: environment.get('ATMOS_IDENTITY'),
    ATMOS_PROFILE: environment.get('ATMOS_PROFILE'),
  };
  const launcher = ports.children.launcher();
  if (launcher !== undefined) observer.files.stat(launcher);
  const question = runAsQuestion(here.folder, here.program[0], variables, request);
  const rest = { env, ...(launcher !== undefined && { launcher }) };
  return rememberHandOver(
    ports,
    question,
    observer,
    handed,
    rest satisfies Omit<RunAsAnswer, keyof HandOverAnswer>,
  );
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
