import type { AuthSection } from '../domain/auth.ts';
import { type Chain, endpointOf, passThrough, rootName } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { RoleKeys } from '../domain/session.ts';
import { withoutShellMarks } from '../identity/shell-marks.ts';
import type { Ports } from '../ports.ts';
import type { Chosen } from './choose-identity.ts';
import { handOver } from './hand-over.ts';
import { changesThings, ensureLastingKeys } from './lasting-keys.ts';
import { mint } from './mint.ts';
import { offeringSignIn } from './offer-sign-in.ts';
import { requiredBeside } from './required-identities.ts';
import { minimumTtlMs } from './run-settings.ts';
import { tellingReach } from './telling-reach.ts';

/** Who runs something. */
export interface Runner {
  readonly project: Project;
  readonly auth: AuthSection;
  readonly chosen: Chosen;
  /** Missing where it runs without an identity. */
  readonly chain?: Chain;
}

/**
 * The change of environment that makes Terraform run as somebody, with keys that are there before it starts and last
 * for what the sub-command does; none is named by what is not Terraform, and then only that identity's profile is handed out. Nothing for nobody, but that a shell of ours is left. A person who is not signed in is offered to do so.
 * Throws Problem `emulator-not-running`, `endpoint-unreachable`, `credentials-unavailable`, and what `mint` throws.
 */
export async function runCredentials(
  ports: Ports,
  { project, auth, chosen, chain }: Runner,
  subcommand: readonly string[],
): Promise<EnvironmentChange> {
  const name = chosen.identity?.name;
  if (chain === undefined || name === undefined) return leavingShell(ports, chosen);
  await reachable(ports, chain);
  const keyring = ports.keyring(auth.keyring);
  const work = async () => {
    if (changesThings(subcommand) && !passThrough(chain))
      await ensureLastingKeys(ports, keyring, chain, name, minimumTtlMs(project));
    const mode = project.kit.credentials;
    const beside = outside(subcommand) ? [] : await requiredBeside(ports, keyring, auth, name, mode);
    return handOver(ports, keyring, chain, name, mode, auth.keyring, beside);
  };
  return tellingReach(auth, chain, () => offeringSignIn(ports, keyring, chain, work));
}

const outside = (subcommand: readonly string[]): boolean => subcommand.length === 0;

/**
 * What nobody is handed: in a shell of ours, that its identity is left, where that was said on purpose. A project without
 * `auth` runs as whoever is around it.
 */
export function leavingShell(
  { environment }: Pick<Ports, 'environment'>,
  { why }: Pick<Chosen, 'why'>,
): EnvironmentChange {
  return why.source === 'no auth' ? {} : withoutShellMarks(environment.get('ATMOS_KIT_SHELL'));
}

/** The keys of somebody, for a call of ours. Undefined for nobody. Throws what `runCredentials` throws. */
export async function runKeys(
  ports: Ports,
  { auth, chain }: Pick<Runner, 'auth' | 'chain'>,
): Promise<RoleKeys | undefined> {
  if (chain === undefined || passThrough(chain)) return undefined;
  await reachable(ports, chain);
  const keyring = ports.keyring(auth.keyring);
  const work = () => mint(ports, keyring, chain);
  return tellingReach(auth, chain, () => offeringSignIn(ports, keyring, chain, work));
}

// Terraform's s3 backend would retry for half a minute before it says that nobody answers.
async function reachable(ports: Ports, chain: Chain): Promise<void> {
  const endpointUrl = endpointOf(chain);
  if (endpointUrl === undefined || (await ports.endpoints.answers(endpointUrl, 2000))) return;
  const { hostname, port } = new URL(endpointUrl);
  const local = /^(127\.|localhost$|\[::1\]$)/.test(hostname);
  throw new Problem({
    code: local ? 'emulator-not-running' : 'endpoint-unreachable',
    message: `Nothing answers at ${endpointUrl}, the endpoint of provider ${rootName(chain)}.`,
    hint: local
      ? `atmos-kit emulator start${port === '9911' ? '' : ` --port ${port}`}`
      : 'Check spec.endpoint_url of the provider, and your network.',
  });
}
