import { type Chain, type SignInTarget, signInTargetOf } from '../src/domain/chain.ts';
import { isProblem, Problem } from '../src/domain/problem.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { type IntegrationOwner, runIntegrations } from '../src/flows/integrations.ts';
import { openConfiguredProject, type ProjectAuth } from '../src/flows/load-auth.ts';
import { mint } from '../src/flows/mint.ts';
import { proofFor, provePerson } from '../src/flows/prove-person.ts';
import { provisionAtLogin } from '../src/flows/provision.ts';
import { type SignInOutcome, signIn } from '../src/flows/sign-in.ts';
import { signInEverywhere } from '../src/flows/sign-in-everywhere.ts';
import { tellingReach } from '../src/flows/telling-reach.ts';
import { chainOf } from '../src/identity/chain.ts';
import { hasSignIn, signInTarget } from '../src/identity/chain-root.ts';
import { findProvider } from '../src/identity/find-identity.ts';
import { pickIdentity } from '../src/identity/pick-identity.ts';
import { signInKey } from '../src/identity/session-key.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { integrationsText } from './speak/integrations.ts';
import { provisionedText, signedInText, wouldSignInText } from './speak/sign-in.ts';
import { localTime } from './speak/time-left.ts';
import { warningText } from './speak/warnings.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth login`: signs in at one provider or at all, and makes an identity's keys where one is named. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  if (isOn(call, 'all') && (textFlag(call, 'identity') ?? textFlag(call, 'provider')) !== undefined)
    throw usage(call.verb, '--all stands for every provider: leave --provider and --identity out.');
  const project = await openConfiguredProject(ports, projectFlags(call));
  if (isOn(call, 'all')) return everywhere(context, project);
  const identity = await namedIdentity(context, project);
  const chain = identity && chainOf(project.auth, identity);
  const target = chain ? signInTargetOf(chain) : await chooseTarget(context, project);
  if (isOn(call, 'dry-run'))
    return target ? rehearse(context, project, [target]) : rehearseProof(context, chain);
  const keyring = ports.keyring(project.auth.keyring);
  if (target !== undefined)
    await signedIn(context, project, target, await signIn(ports, keyring, target, options(context)));
  if (chain !== undefined && proofFor(chain) !== undefined)
    await provePerson(ports, keyring, chain, { force: isOn(call, 'force') });
  if (chain !== undefined && identity !== undefined) {
    const keys = await tellingReach(project.auth, chain, () => mint(ports, keyring, chain));
    ports.terminal.say(`Keys of ${identity.name} are ready until ${localTime(keys.expiresAt)}.`);
  }
  await integrate(context, project, { identity, provider: target?.provider });
  return 0;
};

const options = ({ call }: VerbContext) => ({ device: isOn(call, 'device'), force: isOn(call, 'force') });

/** What the configuration wants done after a login. Somebody is signed in, whatever comes of it. */
async function integrate(
  { ports }: VerbContext,
  project: ProjectAuth,
  owner: IntegrationOwner,
): Promise<void> {
  const outcomes = await runIntegrations(ports, project, owner);
  for (const line of integrationsText(outcomes, 'run', project.project.configFolder))
    ports.terminal.say(line);
}

async function signedIn(
  { ports }: VerbContext,
  { auth, project }: ProjectAuth,
  target: SignInTarget,
  outcome: SignInOutcome,
): Promise<void> {
  ports.terminal.say(signedInText(target, outcome, ports.clock.now()));
  if (!outcome.fresh || !findProvider(auth, target.provider).autoProvision) return;
  try {
    const plan = await provisionAtLogin(ports, ports.keyring(auth.keyring), target);
    ports.terminal.say(provisionedText(plan));
  } catch (error) {
    // Somebody is signed in all the same: who is not to be had now can be had later.
    if (!isProblem(error) || error.code === 'interrupted') throw error;
    ports.terminal.say(warningText(error, project.configFolder));
  }
}

async function everywhere(context: VerbContext, project: ProjectAuth): Promise<number> {
  const { call, ports } = context;
  const all = [...project.auth.providers.values()];
  const providers = all.filter(hasSignIn);
  if (providers.length === 0) throw noProvider();
  if (isOn(call, 'dry-run')) return rehearse(context, project, providers.map(signInTarget));
  const keyring = ports.keyring(project.auth.keyring);
  for (const { name } of all.filter((provider) => !hasSignIn(provider)))
    ports.terminal.say(`${name} is passed over: it has no sign-in of its own.`);
  await signInEverywhere(ports, keyring, providers, options(context), async (outcome) => {
    if ('done' in outcome) {
      await signedIn(context, project, outcome.target, outcome.done);
      return integrate(context, project, { provider: outcome.target.provider });
    }
    ports.terminal.say(`${outcome.provider}: ${warningText(outcome.problem, project.project.configFolder)}`);
  });
  ports.terminal.say(`You are signed in at every provider: ${providers.map(({ name }) => name).join(', ')}.`);
  return 0;
}

function rehearse(
  { call, ports }: VerbContext,
  { auth }: ProjectAuth,
  targets: readonly SignInTarget[],
): number {
  const keyring = ports.keyring(auth.keyring);
  const labels = new Map(keyring.labels().map(({ key, label }) => [key, label]));
  const way = isOn(call, 'device') ? 'asked for with --device' : ports.browser.missing();
  for (const target of targets) {
    const label = isOn(call, 'force') ? undefined : labels.get(signInKey(target));
    ports.terminal.say(wouldSignInText(target, label, way, ports.clock.now()));
  }
  return 0;
}

function rehearseProof({ ports }: VerbContext, chain: Chain | undefined): number {
  const proof = chain && proofFor(chain);
  const name = chain?.steps.at(-1)?.identity;
  ports.terminal.say(
    proof === undefined
      ? `Nobody signs in for ${name}: its keys are there, or are made without a person.`
      : proof === 'code'
        ? `Would ask for the code of an MFA device for ${name}.`
        : `Would open your browser to sign in for ${name}.`,
  );
  return 0;
}

async function namedIdentity({ call, ports }: VerbContext, { auth }: ProjectAuth) {
  const flag = textFlag(call, 'identity');
  if (flag === undefined) return undefined;
  return (await settleChoice(ports, auth, pickIdentity({ auth, flag, defaults: [] }))).identity;
}

async function chooseTarget({ call, ports }: VerbContext, { auth }: ProjectAuth): Promise<SignInTarget> {
  const name = textFlag(call, 'provider');
  if (name !== undefined) return signInTarget(findProvider(auth, name));
  const all = [...auth.providers.values()];
  // One at which nobody signs in for good only counts where there is no other: then it says what to do instead.
  const providers = all.some(hasSignIn) ? all.filter(hasSignIn) : all;
  const [only] = providers;
  if (only === undefined) throw noProvider();
  if (providers.length === 1) return signInTarget(only);
  const names = providers.map((provider) => provider.name);
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'provider-not-chosen',
      message: `This project has several providers: ${names.join(', ')}.`,
      hint: 'Name one with --provider, or take all of them with --all.',
    });
  const choices = providers.map(({ name: value, startUrl }) => ({
    value,
    ...(startUrl && { hint: startUrl }),
  }));
  return signInTarget(findProvider(auth, await ports.terminal.pick('Sign in where?', choices)));
}

function noProvider(): Problem {
  return new Problem({
    code: 'provider-not-found',
    message: 'This project defines no provider to sign in at.',
    hint: 'Define one under auth.providers in atmos.yaml, or choose a profile that does.',
  });
}
