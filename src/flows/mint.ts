import { type Chain, type ChainStep, type SignInTarget, signInTargetOf } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { RoleKeys, SignIn } from '../domain/session.ts';
import { mockIdentity, mockKeys } from '../identity/mock-keys.ts';
import { chainKey, rootKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { isFresh } from './fresh.ts';
import { restoreRoleKeys, roleKeysLabel } from './session-shape.ts';
import { withSignIn } from './with-sign-in.ts';

export type MintNeeds = Pick<Ports, 'clock' | 'leases' | 'aws' | 'terminal'>;

/** AWS ends a role session that was had with another role's keys after an hour (STS, AssumeRole). */
const longestChainedSeconds = 3600;

/**
 * The keys of a chain: those at rest where they are fresh, else made anew from the freshest step before them. One
 * process per chain mints, and the others wait and read. Keys that end before `atLeastMs` have passed are made anew;
 * new ones may still end earlier.
 * Throws Problem `login-required` (exit 2) where nobody is signed in, `role-not-assigned`, `access-denied`,
 * `endpoint-unreachable`, `throttled`, `service-error`.
 */
export async function mint(
  ports: MintNeeds,
  keyring: Keyring,
  chain: Chain,
  atLeastMs = 0,
): Promise<RoleKeys> {
  const mock = mockIdentity(chain);
  if (mock !== undefined) return mockKeys(mock);
  const key = chainKey(chain);
  return (
    (await keysAtRest(ports, keyring, key, atLeastMs)) ??
    ports.leases.hold(`mint-${key}`, async () => {
      const minted = await keysAtRest(ports, keyring, key, atLeastMs);
      return minted ?? mintLastStep(ports, keyring, chain);
    })
  );
}

/** The keys that rest under a key, where they are fresh and last for `atLeastMs`. */
async function keysAtRest(
  ports: Pick<Ports, 'clock'>,
  keyring: Keyring,
  key: string,
  atLeastMs = 0,
): Promise<RoleKeys | undefined> {
  const entry = keyring.labels().find((one) => one.key === key);
  if (entry === undefined || !isFresh(entry.label, ports.clock.now())) return undefined;
  if (Date.parse(entry.label.expiresAt) - ports.clock.now().getTime() < atLeastMs) return undefined;
  return restoreRoleKeys(await keyring.get(key));
}

async function mintLastStep(ports: MintNeeds, keyring: Keyring, chain: Chain): Promise<RoleKeys> {
  const step = chain.steps.at(-1) as Exclude<ChainStep, { kind: 'mock/aws' }>;
  const made =
    step.kind === 'aws/permission-set'
      ? await keysOfPermissionSet(ports, keyring, chain, step)
      : await keysOfRole(ports, keyring, chain, step);
  const { keys, ...facts } = made;
  const label = roleKeysLabel(step, keys, {
    ...facts,
    now: ports.clock.now(),
    signIn: rootKey(chain.root),
  });
  await keyring.put(chainKey(chain), label, keys);
  return keys;
}

interface Made {
  readonly keys: RoleKeys;
  readonly accountId: string;
  readonly principalArn?: string;
}

async function keysOfPermissionSet(
  ports: MintNeeds,
  keyring: Keyring,
  chain: Chain,
  step: ChainStep & { kind: 'aws/permission-set' },
): Promise<Made> {
  const target = signInTargetOf(chain) as SignInTarget;
  const portal = ports.aws.portal(target);
  return withSignIn(ports, keyring, target, async (signIn) => {
    const accountId = step.account.id ?? (await accountOfName(portal, signIn, step));
    return { keys: await portal.roleKeys(signIn, accountId, step.permissionSet), accountId };
  });
}

async function accountOfName(
  portal: ReturnType<Ports['aws']['portal']>,
  signIn: SignIn,
  step: ChainStep & { kind: 'aws/permission-set' },
): Promise<string> {
  const accounts = await portal.accounts(signIn);
  const matches = accounts.filter(({ name }) => name === step.account.name);
  if (matches.length === 1) return (matches[0] as { id: string }).id;
  throw new Problem({
    code: 'role-not-assigned',
    message:
      matches.length === 0
        ? `The portal shows you no account named ${step.account.name}, which ${step.identity} needs.`
        : `The portal shows ${matches.length} accounts named ${step.account.name}.`,
    hint:
      matches.length === 0
        ? 'Ask for access to it, or correct principal.account.name.'
        : 'Say which one with principal.account.id.',
  });
}

async function keysOfRole(
  ports: MintNeeds,
  keyring: Keyring,
  chain: Chain,
  step: ChainStep & { kind: 'aws/assume-role' },
): Promise<Made> {
  const base = await mint(ports, keyring, { ...chain, steps: chain.steps.slice(0, -1) });
  const wanted = step.durationSeconds;
  if (wanted !== undefined && wanted > longestChainedSeconds)
    ports.terminal.say(
      `${step.identity} asks for ${wanted} seconds; AWS gives a chained role ${longestChainedSeconds} at most.`,
    );
  const { keys, principalArn } = await ports.aws
    .tokens({ ...chain.root, region: step.region ?? chain.root.region })
    .assumeRole(base, {
      roleArn: step.roleArn,
      sessionName: sessionName(step),
      ...(step.externalId !== undefined && { externalId: step.externalId }),
      ...(wanted !== undefined && { durationSeconds: Math.min(wanted, longestChainedSeconds) }),
    });
  return { keys, principalArn, accountId: step.roleArn.split(':')[4] as string };
}

// AWS allows these characters and 64 of them; Atmos names its sessions alike.
function sessionName(step: ChainStep & { kind: 'aws/assume-role' }): string {
  const name = step.sessionName ?? `atmos-kit-${step.identity}`;
  return name.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
