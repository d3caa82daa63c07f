import type { AuthSection, Identity } from '../domain/auth.ts';
import { type Chain, keysAreAround } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import { mockIdentity } from '../identity/mock-keys.ts';
import type { IdentityChoice } from '../identity/pick-identity.ts';
import { inAnyEnvironment } from '../identity/selecting-variables.ts';
import type { Keyring, Ports, World } from '../ports.ts';
import { settleChoice } from './choose-identity.ts';
import { evaluated } from './evaluate-component.ts';
import { handOver } from './hand-over.ts';
import { loadConfiguredAuth, type ProjectFlags } from './load-auth.ts';
import { type Observer, observe } from './observe.ts';
import { pickAlone } from './pick-alone.ts';
import { type EnvironmentRequest, environmentQuestion } from './questions.ts';
import { suspending, withoutEffects } from './remember.ts';
import { isRepeatable, rememberHandOver } from './remember-hand-over.ts';
import { needsSignIn } from './sign-in.ts';
import { signInFor, waySignIn } from './sign-in-for-chain.ts';
import { tellingReach } from './telling-reach.ts';

/** An identity's environment, for a shell or a tool that is not started by us. */
export interface IdentityEnvironment {
  /** What changes in this process's environment. */
  readonly here: EnvironmentChange;
  /** The same for an environment that is not known: whatever would outrank it is unset there. */
  readonly anywhere: EnvironmentChange;
}

/**
 * The environment of an identity, with keys that are there before it returns. It asks nobody to sign in: with `login`
 * that is done unasked, since it was asked for. Throws Problem `usage` for nobody on purpose, `login-required`,
 * `identity-not-chosen`, what loadConfiguredAuth and handOver throw.
 */
export async function environmentOf(
  ports: Ports,
  request: EnvironmentRequest,
  login: boolean,
): Promise<IdentityEnvironment> {
  const observer = observe(ports.files, ports.environment, ports.clock);
  const found = await chooseAlone(ports, request, observer);
  const { project, auth, identity, chain } = found;
  const mode = request.credentials ?? project.kit.credentials;
  const keyring = ports.keyring(auth.keyring);
  const work = () =>
    tellingReach(auth, chain, () => handOver(ports, keyring, chain, identity.name, mode, auth.keyring));
  const here = await (login ? signingIn(ports, keyring, chain, work) : work());
  if (found.settled && isRepeatable(chain, mode)) {
    const question = environmentQuestion(ports.here.folder, ports.here.program[0], request);
    rememberHandOver(ports, question, observer, { chain, identity: identity.name, mode, change: here });
  }
  const leftAlone = keysAreAround(chain) || mockIdentity(chain) !== undefined;
  return { here, anywhere: leftAlone ? here : inAnyEnvironment(here) };
}

/** An identity that was picked for something that belongs to no stack. */
interface ChosenAlone {
  readonly project: Project;
  readonly auth: AuthSection;
  readonly identity: Identity;
  readonly chain: Chain;
  /** Whether files and variables alone decided. */
  readonly settled: boolean;
}

/**
 * Picks the identity for something that belongs to no stack and cannot do without one.
 * Throws Problem `usage` for nobody on purpose, `identity-not-chosen`, and what loadConfiguredAuth throws.
 */
export async function chooseAlone(
  ports: Ports,
  request: EnvironmentRequest,
  observer: Observer = observe(ports.files, ports.environment, ports.clock),
): Promise<ChosenAlone> {
  const pure = withoutEffects(() => choose({ ...observer, effects: suspending }, ports, request));
  const { project, auth, choice } =
    pure?.answer ?? (await evaluated(ports, (world) => choose(world, ports, request)));
  const { identity } = await settleChoice(ports, auth, choice);
  if (identity === undefined) throw nobody();
  const settled = pure !== undefined && choice.type === 'identity';
  return { project, auth, identity, chain: chainOf(auth, identity), settled };
}

interface Found {
  readonly project: Project;
  readonly auth: AuthSection;
  readonly choice: IdentityChoice;
}

function choose(
  world: World,
  { here }: Pick<Ports, 'here'>,
  { identity, ...flags }: EnvironmentRequest & ProjectFlags,
): Found {
  const { project, auth } = loadConfiguredAuth(world, here.folder, flags);
  const choice = pickAlone({ project, auth }, world.environment, identity);
  return { project, auth, choice };
}

async function signingIn<T>(
  ports: Ports,
  keyring: Keyring,
  chain: Chain,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!needsSignIn(error) || waySignIn(chain) === undefined) throw error;
    await signInFor(ports, keyring, chain);
    return work();
  }
}

function nobody(): Problem {
  return new Problem({
    code: 'usage',
    message: 'There is no environment of nobody: --identity=false or ATMOS_IDENTITY=false names no identity.',
    hint: 'Name one with --identity.',
  });
}
