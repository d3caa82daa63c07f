import type { AuthSection, Identity } from '../domain/auth.ts';
import { type Chain, passThrough } from '../domain/chain.ts';
import type { CredentialMode } from '../domain/credential-mode.ts';
import { isProblem } from '../domain/problem.ts';
import type { RoleKeys } from '../domain/session.ts';
import { chainOf } from '../identity/chain.ts';
import { mockIdentity } from '../identity/mock-keys.ts';
import type { Keyring, Ports } from '../ports.ts';
import { type MintNeeds, mint } from './mint.ts';

/** Somebody whose AWS profile stands beside that of who runs something. */
export interface Beside {
  readonly identity: string;
  readonly chain: Chain;
  /** Only where files are to hold keys. */
  readonly keys?: RoleKeys;
}

/**
 * The other identities that are marked with `required: true`: Terraform's providers may name their profiles. One that
 * cannot be had is told and left out. Where profiles ask for their keys, none are made before somebody asks.
 * Source of the rule: Atmos, which makes the keys of each before every run.
 */
export async function requiredBeside(
  ports: MintNeeds & Pick<Ports, 'terminal'>,
  keyring: Keyring,
  auth: AuthSection,
  chosen: string,
  mode: CredentialMode,
): Promise<readonly Beside[]> {
  const found: Beside[] = [];
  for (const identity of requiredOf(auth, chosen)) {
    const { name } = identity;
    try {
      const beside = besideOf(auth, identity);
      if (beside === undefined) continue;
      if (mode === 'env')
        ports.terminal.say(
          `${name} is required as well, and keys in variables are one identity's: --credentials process hands out both.`,
        );
      else
        found.push(mode === 'file' ? { ...beside, keys: await mint(ports, keyring, beside.chain) } : beside);
    } catch (error) {
      if (!isProblem(error) || error.code === 'interrupted') throw error;
      ports.terminal.say(`${name} is required as well, and cannot be had: ${error.message}`);
    }
  }
  return found;
}

/** The same without keys, and without a word about those that cannot be had. */
export function previewBeside(auth: AuthSection, chosen: string, mode: CredentialMode): readonly Beside[] {
  if (mode === 'env') return [];
  return requiredOf(auth, chosen).flatMap((identity) => {
    try {
      return besideOf(auth, identity) ?? [];
    } catch (error) {
      if (isProblem(error)) return [];
      throw error;
    }
  });
}

const requiredOf = ({ identities }: AuthSection, chosen: string) =>
  [...identities.values()].filter(({ isRequired, name }) => isRequired && name !== chosen);

/** Undefined for one whose keys are around Terraform anyway, and for mock ones. */
function besideOf(auth: AuthSection, identity: Identity): Beside | undefined {
  const chain = chainOf(auth, identity);
  const around = passThrough(chain) || chain.root.kind === 'aws/ambient';
  return around || mockIdentity(chain) !== undefined ? undefined : { identity: identity.name, chain };
}
