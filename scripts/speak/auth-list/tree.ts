import { inert } from '../../../src/domain/inert.ts';
import type { IdentityAnswer, ProviderAnswer } from '../../../src/flows/auth-answer.ts';
import { lineageOf } from './lineage.ts';
import { addressOf, keysState, type Listing, markedName, shortRole, signInState } from './listing.ts';

interface Branch {
  readonly text: string;
  readonly below: readonly Branch[];
}

/** Providers, below each the identities whose keys come from it, and below those what is assumed from them. */
export function treeText(listing: Listing): string {
  const branches = branchesOf(listing);
  if (branches.length === 0)
    return listing.filtered
      ? 'Nothing is left by these filters.\n'
      : 'No providers and no identities are configured.\n';
  const { realm, profiles } = listing.answer;
  const head = `${realm}${profiles.length === 0 ? '' : ` (profiles ${profiles.join(', ')})`}`;
  return `${[inert(head), ...lines(branches)].join('\n')}\n`;
}

function branchesOf(listing: Listing): readonly Branch[] {
  const { answer, filtered } = listing;
  const lineage = lineageOf(answer);
  const [providers, identities] = [new Set(listing.providers), new Set(listing.identities)];
  // What a filter left out still stands where something that it left comes from.
  const kept = (shown: boolean, text: string, below: readonly Branch[]): Branch[] =>
    shown ? [{ text, below }] : below.length > 0 ? [{ text: `${text} (filtered)`, below }] : [];
  const branch = (one: IdentityAnswer): Branch[] => {
    const shown = identities.has(one);
    const text = shown ? identityLine(one, listing) : one.name;
    return kept(shown, text, lineage.below(one).flatMap(branch));
  };
  const group = (text: string, below: readonly Branch[]): Branch[] =>
    below.length === 0 ? [] : [{ text, below }];
  return [
    ...answer.providers.flatMap((one) => {
      const shown = providers.has(one);
      const text = shown || !filtered ? providerLine(one, listing) : one.name;
      return kept(shown, text, lineage.below(one).flatMap(branch));
    }),
    ...group('without a provider', lineage.alone.flatMap(branch)),
    ...group(
      'in a circle',
      lineage.inCircles
        .filter((one) => identities.has(one))
        .map((one) => ({ text: identityLine(one, listing), below: [] })),
    ),
  ];
}

const providerLine = (one: ProviderAnswer, listing: Listing): string =>
  joined([`${one.name} (${one.kind})`, addressOf(one), ...told(signInState(one, listing))]);

function identityLine(one: IdentityAnswer, listing: Listing): string {
  const where = [shortRole(one), one.account ?? ''].filter((part) => part !== '').join(' in ');
  return joined([markedName(one), where, ...told(keysState(one, listing))]);
}

/** Nothing for what a table needs a sign for. */
const told = (state: string): readonly string[] => (state === '-' ? [] : [state]);

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

function lines(branches: readonly Branch[], indent = ''): string[] {
  return branches.flatMap(({ text, below }, index) => {
    const last = index === branches.length - 1;
    return [
      `${indent}${last ? '└── ' : '├── '}${inert(text)}`,
      ...lines(below, `${indent}${last ? '    ' : '│   '}`),
    ];
  });
}
