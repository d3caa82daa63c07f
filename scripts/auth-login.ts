import { type SignInTarget, signInTargetOf } from '../src/domain/chain.ts';
import { Problem } from '../src/domain/problem.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { openConfiguredProject, type ProjectAuth } from '../src/flows/load-auth.ts';
import { mint } from '../src/flows/mint.ts';
import { signIn } from '../src/flows/sign-in.ts';
import { chainOf, signInTarget } from '../src/identity/chain.ts';
import { findProvider } from '../src/identity/find-identity.ts';
import { pickIdentity } from '../src/identity/pick-identity.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { localTime, timeLeft } from './speak/time-left.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth login`: signs in at a provider, and makes an identity's keys where one is named. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const project = await openConfiguredProject(ports, projectFlags(call));
  const identity = await namedIdentity(context, project);
  const chain = identity && chainOf(project.auth, identity);
  const target = (chain && signInTargetOf(chain)) ?? (await chooseTarget(context, project));
  const keyring = ports.keyring(project.auth.keyring);
  const { signIn: made, fresh } = await signIn(ports, keyring, target, {
    device: isOn(call, 'device'),
    force: isOn(call, 'force'),
  });
  const renewal =
    made.refreshToken === undefined ? '' : " and renews itself while the portal's session lasts";
  ports.terminal.say(
    `${fresh ? 'Signed in' : 'You are already signed in'} at ${target.provider} (${target.startUrl}).\n` +
      `This lasts until ${localTime(made.expiresAt)} (${timeLeft(made.expiresAt, ports.clock.now())})${renewal}.`,
  );
  if (chain !== undefined && identity !== undefined) {
    const keys = await mint(ports, keyring, chain);
    ports.terminal.say(`Keys of ${identity.name} are ready until ${localTime(keys.expiresAt)}.`);
  }
  return 0;
};

async function namedIdentity({ call, ports }: VerbContext, { auth }: ProjectAuth) {
  const flag = textFlag(call, 'identity');
  if (flag === undefined) return undefined;
  return (await settleChoice(ports, auth, pickIdentity({ auth, flag, defaults: [] }))).identity;
}

async function chooseTarget({ call, ports }: VerbContext, { auth }: ProjectAuth): Promise<SignInTarget> {
  const name = textFlag(call, 'provider');
  if (name !== undefined) return signInTarget(findProvider(auth, name));
  const providers = [...auth.providers.values()];
  const [only] = providers;
  if (only === undefined)
    throw new Problem({
      code: 'provider-not-found',
      message: 'This project defines no provider to sign in at.',
      hint: 'Define one under auth.providers in atmos.yaml, or choose a profile that does.',
    });
  if (providers.length === 1) return signInTarget(only);
  const names = providers.map((provider) => provider.name);
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'provider-not-chosen',
      message: `This project has several providers: ${names.join(', ')}.`,
      hint: 'Name one with --provider.',
    });
  const choices = providers.map(({ name: value, startUrl }) => ({
    value,
    ...(startUrl && { hint: startUrl }),
  }));
  return signInTarget(findProvider(auth, await ports.terminal.pick('Sign in where?', choices)));
}
