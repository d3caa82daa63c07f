import { columns, csvOfNames } from '../columns.ts';
import { addressOf, keysState, type Listing, markedName, shortRole, signInState } from './listing.ts';

/** Providers, then identities, in aligned columns. */
export function tableText(listing: Listing): string {
  const { providers, identities, filtered } = listing;
  if (filtered && providers.length + identities.length === 0) return 'Nothing is left by these filters.\n';
  const parts = [
    ...(filtered && providers.length === 0 ? [] : [columns(providerRows(listing))]),
    ...(identities.length > 0 ? [columns(identityRows(listing))] : filtered ? [] : [noIdentities(listing)]),
  ];
  return parts.join('\n');
}

/** Identities alone, or where there are none because providers were asked for, those. */
export function csvText(listing: Listing): string {
  const onlyProviders = listing.identities.length === 0 && listing.filtered && listing.providers.length > 0;
  const rows = onlyProviders ? providerRows(listing) : identityRows(listing);
  return csvOfNames(rows);
}

/** A head and a row for each provider. */
export const providerRows = (listing: Listing): string[][] => [
  ['PROVIDER', 'SIGN-IN', 'AT'],
  ...listing.providers.map((one) => [one.name, signInState(one, listing), addressOf(one)]),
];

/** A head and a row for each identity. */
export const identityRows = (listing: Listing): string[][] => [
  ['IDENTITY', 'ACCOUNT', 'ROLE', 'VIA', 'KEYS'],
  ...listing.identities.map((one) => [
    markedName(one),
    one.account ?? '',
    shortRole(one),
    // One that needs no provider has Atmos's name for that, such as aws-user.
    one.via === '' ? (one.provider ?? '') : one.via,
    keysState(one, listing),
  ]),
];

function noIdentities({ answer: { profiles } }: Listing): string {
  return `No identities; ${profiles.length === 0 ? 'no profile chosen (ATMOS_PROFILE)' : `profiles ${profiles.join(', ')}`}.\n`;
}
