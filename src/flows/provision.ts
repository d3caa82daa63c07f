import {
  type Provisioned,
  provisionedFile,
  provisionedIn,
  provisionedText,
} from '../config/provisioned-identities.ts';
import type { SignInTarget } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { Keyring, Ports } from '../ports.ts';
import { type DiscoverNeeds, type Discovery, discover } from './discover.ts';

/** What writing the identities of a portal would do. */
export interface ProvisionPlan {
  readonly file: string;
  readonly text: string;
  readonly count: number;
  /** Names that are new, those that mean something else than before, and those that go. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Makes identities of all that a portal offers, as Atmos does at a login with `auto_provision_identities`, and says what
 * that changed. Throws Problem `service-error`, `throttled` and what else `discover` and `planProvision` throw.
 */
export async function provisionAtLogin(
  ports: DiscoverNeeds & Pick<Ports, 'environment'>,
  keyring: Keyring,
  target: SignInTarget,
): Promise<ProvisionPlan> {
  const plan = planProvision(ports, target, await discover(ports, keyring, target, { refresh: true }));
  if (changesOf(plan) > 0) ports.writer.write(plan.file, plan.text, 0o600);
  return plan;
}

export const changesOf = ({ added, changed, removed }: ProvisionPlan): number =>
  added.length + changed.length + removed.length;

/**
 * Compares what a portal offers with what is provisioned of it. Throws Problem `file-unwritable` where there is no home,
 * and `service-error` where an account could not be asked.
 * Source of names and format: Atmos's `auto_provision_identities`; two accounts of one name are told apart by their ids.
 */
export function planProvision(
  ports: Pick<Ports, 'files' | 'environment' | 'clock'>,
  target: SignInTarget,
  { accounts, failed }: Discovery,
): ProvisionPlan {
  if (failed.length > 0)
    throw new Problem({
      code: 'service-error',
      message: `${failed.length} ${failed.length === 1 ? 'account' : 'accounts'} could not be asked, so their identities would get lost.`,
      hint: 'Try again: atmos-kit auth discover --refresh --write',
    });
  const file = provisionedFile(ports.environment, target);
  if (file === undefined)
    throw new Problem({
      code: 'file-unwritable',
      message: 'There is no place for files: neither HOME nor XDG_CACHE_HOME names a folder.',
      hint: 'Set HOME to your home folder.',
    });
  const times = new Map<string, number>();
  for (const { name } of accounts) times.set(name.toLowerCase(), (times.get(name.toLowerCase()) ?? 0) + 1);
  const identities = accounts.flatMap(({ id, name, roles }): Provisioned[] => {
    const prefix = times.get(name.toLowerCase()) === 1 ? name : `${name}-${id}`;
    return roles.map((role) => ({ name: `${prefix}/${role}`, account: { id, name }, permissionSet: role }));
  });
  const text = provisionedText(target, identities, ports.clock.now());
  const [before, after] = [
    provisionedIn(ports.files, file, target),
    provisionedIn(memory(file, text), file, target),
  ];
  return {
    file,
    text,
    count: identities.length,
    added: [...after.keys()].filter((name) => !before.has(name)),
    changed: [...after].flatMap(([name, what]) =>
      before.has(name) && before.get(name) !== what ? [name] : [],
    ),
    removed: [...before.keys()].filter((name) => !after.has(name)),
  };
}

const memory = (file: string, text: string): Ports['files'] => ({
  stat: () => undefined,
  read: (path) => (path === file ? text : undefined),
  list: () => undefined,
});
