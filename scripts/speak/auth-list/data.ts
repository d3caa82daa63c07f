import type { IdentityAnswer } from '../../../src/flows/auth-answer.ts';
import { isAlive, type Listing } from './listing.ts';

/**
 * What programs get: providers and identities by name, with what rests for them. Never a secret. `principal` and the
 * spelling of keys are those of Atmos's `auth list --format json`; `via` is the name alone.
 */
export function listData(listing: Listing): object {
  const { answer, providers, identities } = listing;
  return {
    realm: answer.realm,
    profiles: answer.profiles,
    providers: Object.fromEntries(
      providers.map(({ key, name, startUrl, endpointUrl, ...rest }) => [
        name,
        { ...rest, start_url: startUrl, endpoint_url: endpointUrl, ...session(key, listing) },
      ]),
    ),
    identities: Object.fromEntries(
      identities.map((one) => {
        const { key, name, viaIdentity: _, ...rest } = one;
        return [name, { ...rest, principal: principalOf(one), ...session(key, listing) }];
      }),
    ),
  };
}

function session(key: string | undefined, { labels, now }: Listing): object {
  const label = labels.get(key ?? '');
  if (label === undefined) return { active: false };
  return { active: isAlive(label, now), expiration: label.expiresAt };
}

function principalOf({ kind, role, account }: IdentityAnswer): object | undefined {
  if (kind === 'aws/assume-role') return { assume_role: role };
  if (kind !== 'aws/permission-set') return undefined;
  const inAccount =
    account === undefined ? {} : /^\d{12}$/.test(account) ? { id: account } : { name: account };
  return { name: role, account: inAccount };
}
