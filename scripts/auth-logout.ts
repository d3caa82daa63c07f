import type { AuthSection, Identity, Provider } from '../src/domain/auth.ts';
import { type ChainRoot, signInTargetOf } from '../src/domain/chain.ts';
import { Problem } from '../src/domain/problem.ts';
import { forgetUsers, usersWithKeys } from '../src/flows/forget-users.ts';
import { clearedWith, clearIntegrations, type IntegrationOwner } from '../src/flows/integrations.ts';
import { openConfiguredProject, type ProjectAuth } from '../src/flows/load-auth.ts';
import { forgetKeys, forgetKeysOf, type SignedOut, signOut } from '../src/flows/sign-out.ts';
import { chainOf } from '../src/identity/chain.ts';
import { hasSignIn, rootOf, signInTarget } from '../src/identity/chain-root.ts';
import { findIdentity, findProvider } from '../src/identity/find-identity.ts';
import { chainKey, rootKey, signInKey } from '../src/identity/session-key.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { integrationsText } from './speak/integrations.ts';
import { localTime } from './speak/time-left.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth logout`: ends sign-ins here and at the portal, or forgets one identity's keys. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const name = call.words[0] ?? textFlag(call, 'identity');
  const named = textFlag(call, 'provider');
  if (isOn(call, 'all') && (name ?? named) !== undefined)
    throw usage(call.verb, '--all stands for everything of this project: leave other names out.');
  const project = await openConfiguredProject(ports, projectFlags(call));
  const { auth } = project;
  const identity = name === undefined ? undefined : findIdentity(auth, name);
  // Asked first: who says no has lost nothing yet.
  const users = await usersToForget(context, auth, identity, named);
  if (users === undefined) ports.terminal.say('Nothing was removed.');
  else {
    if (identity !== undefined) await forgetIdentity(context, auth, identity);
    else await leaveProviders(context, auth, named);
    if (users.length > 0) await forgetUserKeys(context, auth, users);
    await clear(context, project, { identity, provider: named });
  }
  return 0;
};

/** What logins of whoever goes have put into kubeconfigs and Docker's config. */
async function clear(
  { call, ports }: VerbContext,
  project: ProjectAuth,
  owner: IntegrationOwner,
): Promise<void> {
  if (isOn(call, 'dry-run')) {
    const names = clearedWith(project.auth, owner).map(({ name }) => name);
    if (names.length > 0)
      ports.terminal.say(`Would clear what these integrations have made: ${names.join(', ')}.`);
    return;
  }
  const outcomes = await clearIntegrations(ports, project, owner);
  for (const line of integrationsText(outcomes, 'cleared', project.project.configFolder))
    ports.terminal.say(line);
}

async function leaveProviders(
  context: VerbContext,
  auth: AuthSection,
  named: string | undefined,
): Promise<void> {
  const all = [...auth.providers.values()];
  const sound = all.filter((provider) => provider.fault === undefined && hasSignIn(provider));
  // Of several providers a faulty one is passed over; where there is no other, its fault is the answer.
  const providers = named !== undefined ? [findProvider(auth, named)] : sound.length > 0 ? sound : all;
  for (const provider of providers)
    if (hasSignIn(provider)) await leave(context, auth, provider);
    else await leaveRoot(context, auth, rootOf(provider), true);
  if (named === undefined) for (const root of otherRoots(auth)) await leaveRoot(context, auth, root, false);
}

async function usersToForget(
  { call, ports }: VerbContext,
  auth: AuthSection,
  identity: Identity | undefined,
  provider: string | undefined,
): Promise<ReturnType<typeof usersWithKeys> | undefined> {
  if (!isOn(call, 'keychain')) return [];
  if (provider !== undefined)
    throw usage(call.verb, '--keychain is about the keys of users, which belong to no provider.');
  const users = usersWithKeys(ports.keyring(auth.keyring), auth, identity);
  const names = users.map((one) => one.identity.name).join(', ');
  if (users.length === 0) ports.terminal.say('No long-lived keys are kept here.');
  if (users.length === 0 || isOn(call, 'dry-run') || isOn(call, 'yes')) return users;
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: `The long-lived keys of ${names} would be removed, and nobody can be asked without a terminal.`,
      hint: 'Add --yes to remove them, or --dry-run to only look.',
    });
  if (await ports.terminal.confirm(`Remove the long-lived keys of ${names}? AWS does not show them again.`))
    return users;
  return undefined;
}

async function forgetUserKeys(
  { call, ports }: VerbContext,
  auth: AuthSection,
  users: ReturnType<typeof usersWithKeys>,
): Promise<void> {
  const names = users.map(({ identity }) => identity.name).join(', ');
  if (isOn(call, 'dry-run')) return ports.terminal.say(`Would remove the long-lived keys of ${names}.`);
  await forgetUsers(ports.keyring(auth.keyring), users);
  ports.terminal.say(`The long-lived keys of ${names} were removed from here. AWS still knows them.`);
}

async function leave({ call, ports }: VerbContext, auth: AuthSection, provider: Provider): Promise<void> {
  const keyring = ports.keyring(auth.keyring);
  const target = signInTarget(provider);
  if (isOn(call, 'dry-run')) {
    const key = signInKey(target);
    const labels = keyring.labels();
    const keys = labels
      .filter(({ label }) => label.signIn === key && label.type === 'role-keys')
      .map(({ label }) => label.name);
    const signedIn = labels.some((one) => one.key === key);
    ports.terminal.say(
      signedIn
        ? `Would sign out of ${provider.name} and remove the keys of ${keys.join(', ') || 'no identity'}.`
        : `Nobody is signed in at ${provider.name}.`,
    );
    return;
  }
  ports.terminal.say(outcome(await signOut(ports, keyring, target)));
}

/** What keys of this project begin at beside a sign-in: users, and sign-ins that are each for one role. */
function otherRoots(auth: AuthSection): readonly ChainRoot[] {
  const roots = new Map<string, ChainRoot>();
  for (const identity of auth.identities.values())
    try {
      const chain = chainOf(auth, identity);
      if (signInTargetOf(chain) === undefined) roots.set(rootKey(chain.root), chain.root);
    } catch {
      // A faulty one has no keys.
    }
  return [...roots.values()];
}

async function leaveRoot(
  { call, ports }: VerbContext,
  auth: AuthSection,
  root: ChainRoot,
  asked: boolean,
): Promise<void> {
  const keyring = ports.keyring(auth.keyring);
  const name = 'provider' in root ? root.provider : root.identity;
  const there = keyring
    .labels()
    .filter(({ label }) => label.signIn === rootKey(root) && label.type === 'role-keys');
  if (there.length === 0) {
    if (asked) ports.terminal.say(`No keys that came from ${name} are here.`);
  } else if (isOn(call, 'dry-run'))
    ports.terminal.say(
      `Would remove the keys of ${there.map(({ label }) => label.name).join(', ')}, which came from ${name}.`,
    );
  else {
    const { roleKeys, keysValidUntil } = await forgetKeysOf(ports, keyring, root);
    ports.terminal.say(
      `The keys of ${roleKeys === 1 ? 'one identity' : `${roleKeys} identities`} that came from ${name} were removed.` +
        (keysValidUntil === undefined
          ? ''
          : ` What already holds them may use them until ${localTime(keysValidUntil)}.`),
    );
  }
}

function outcome({ provider, was, revoked, roleKeys, keysValidUntil }: SignedOut): string {
  if (!was && roleKeys === 0) return `Nobody was signed in at ${provider}.`;
  const keys =
    roleKeys === 0
      ? ''
      : ` The keys of ${roleKeys === 1 ? 'one identity' : `${roleKeys} identities`} were removed.`;
  return [
    `Signed out of ${provider}.${keys}`,
    ...(revoked === true ? [] : [`The portal could not be told (${revoked}); its session ends by itself.`]),
    ...(keysValidUntil === undefined
      ? []
      : [
          `Keys that a running program already holds stay valid until ${localTime(keysValidUntil)}: nobody can take those back.`,
        ]),
  ].join('\n');
}

async function forgetIdentity(
  { call, ports }: VerbContext,
  auth: AuthSection,
  identity: Identity,
): Promise<void> {
  const key = chainKey(chainOf(auth, identity));
  const keyring = ports.keyring(auth.keyring);
  if (isOn(call, 'dry-run')) {
    const there = keyring.labels().some((one) => one.key === key);
    ports.terminal.say(
      there ? `Would remove the keys of ${identity.name}.` : `No keys of ${identity.name} are here.`,
    );
    return;
  }
  const end = await forgetKeys(ports, keyring, key);
  ports.terminal.say(
    end === undefined
      ? `No keys of ${identity.name} are here.`
      : `The keys of ${identity.name} were removed; what already holds them may use them until ${localTime(end)}.`,
  );
}
