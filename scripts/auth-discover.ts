import type { Provider } from '../src/domain/auth.ts';
import type { SignInTarget } from '../src/domain/chain.ts';
import { Problem } from '../src/domain/problem.ts';
import { type Discovery, discover } from '../src/flows/discover.ts';
import { openConfiguredProject, type ProjectAuth } from '../src/flows/load-auth.ts';
import { changesOf, planProvision } from '../src/flows/provision.ts';
import { signInTarget } from '../src/identity/chain-root.ts';
import { findProvider } from '../src/identity/find-identity.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { type DiscoveryFormat, discoveryText, provisionDiff } from './speak/discovery.ts';
import { ageOf } from './speak/time-left.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

const portalKind = 'aws/iam-identity-center';

/** `auth discover`: what the portal offers, and which of it is an identity here. Exit code 1 where an account failed. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const writes = isOn(call, 'write') || isOn(call, 'dry-run');
  if (isOn(call, 'yes') && !writes) throw usage(call.verb, '--yes goes with --write.');
  if (writes && textFlag(call, 'format') !== undefined)
    throw usage(
      call.verb,
      '--format is for what the portal offers; --write and --dry-run print what changes.',
    );
  const project = await openConfiguredProject(ports, projectFlags(call));
  const { auth } = project;
  const target = await chooseTarget(context, project);
  const found = await discover(ports, ports.keyring(auth.keyring), target, {
    refresh: isOn(call, 'refresh'),
  });
  for (const { message } of found.failed) ports.terminal.say(`Left out: ${message}`);
  if (writes) await write(context, target, found);
  else {
    const format = (textFlag(call, 'format') ?? 'table') as DiscoveryFormat;
    print(discoveryText(found, [...auth.identities.values()], ports.clock.now(), format));
    if (format === 'table') ports.terminal.say(summary(context, found));
  }
  return found.failed.length > 0 ? 1 : 0;
};

function summary(
  { ports }: VerbContext,
  { provider, accounts, discoveredAt, remembered }: Discovery,
): string {
  const roles = accounts.reduce((sum, one) => sum + one.roles.length, 0);
  const what = `${counted(roles, 'role')} in ${counted(accounts.length, 'account')} at ${provider}`;
  const age = ageOf(discoveredAt, ports.clock.now());
  return remembered ? `${what}, asked ${age} ago; --refresh asks again.` : `${what}.`;
}

async function write(
  { call, ports, print }: VerbContext,
  target: SignInTarget,
  found: Discovery,
): Promise<void> {
  const plan = planProvision(ports, target, found);
  print(provisionDiff(plan));
  const what = `${counted(plan.count, 'identity')} of ${target.provider} in ${plan.file}`;
  if (changesOf(plan) === 0) ports.terminal.say(`Nothing changes: ${what}.`);
  else if (isOn(call, 'dry-run')) ports.terminal.say(`Would write ${what}.`);
  else {
    if (!isOn(call, 'yes')) await consent({ ports }, `Write ${what}?`);
    ports.writer.write(plan.file, plan.text, 0o600);
    ports.terminal.say(`Wrote ${what}. atmos-kit auth list shows them.`);
  }
}

async function consent({ ports }: Pick<VerbContext, 'ports'>, question: string): Promise<void> {
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: 'This changes which identities there are, and nobody can be asked without a terminal.',
      hint: 'atmos-kit auth discover --write --yes',
    });
  if (await ports.terminal.confirm(question)) return;
  throw new Problem({ code: 'interrupted', message: 'Nothing was written.' });
}

const counted = (count: number, one: string): string =>
  `${count} ${count === 1 ? one : one.endsWith('y') ? `${one.slice(0, -1)}ies` : `${one}s`}`;

/** Only an Identity Center has a portal to ask. */
async function chooseTarget({ call, ports }: VerbContext, { auth }: ProjectAuth): Promise<SignInTarget> {
  const named = textFlag(call, 'provider');
  if (named !== undefined) return portalTarget(findProvider(auth, named));
  const providers = [...auth.providers.values()].filter(({ kind }) => kind === portalKind);
  const names = providers.map(({ name }) => name);
  if (providers.length === 0)
    throw new Problem({
      code: 'provider-not-found',
      message: `This project defines no provider of kind ${portalKind}.`,
      hint: 'Define one under auth.providers in atmos.yaml, or choose a profile that does.',
    });
  if (providers.length > 1 && !ports.terminal.interactive)
    throw new Problem({
      code: 'provider-not-chosen',
      message: `This project has several providers: ${names.join(', ')}.`,
      hint: 'Name one with --provider.',
    });
  const choices = providers.map(({ name: value, startUrl: hint = '' }) => ({ value, hint }));
  const name = providers.length === 1 ? names[0] : await ports.terminal.pick('Of which portal?', choices);
  return portalTarget(findProvider(auth, name as string));
}

function portalTarget(provider: Provider): SignInTarget {
  if (provider.kind === portalKind) return signInTarget(provider);
  throw new Problem({
    code: 'usage',
    message: `${provider.name} is of kind ${provider.kind}, and only one of kind ${portalKind} has a portal to ask.`,
    hint: 'atmos-kit auth list --providers',
    at: provider.at,
  });
}
