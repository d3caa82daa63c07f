import { identityKinds, providerKinds } from '../../src/domain/auth-kinds.ts';
import { component, format, identity, profile, stack } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs that tell what identities there are, and which one is whose. */
export const identityVerbs: readonly Verb[] = [
  {
    path: ['auth', 'list'],
    brief: 'List providers and identities, and what is signed in',
    words: [],
    details:
      'Filters leave only what they name; a name is one of an identity, or its alias. mermaid and graphviz draw the chains, and markdown is a page with tables and the drawing.',
    flags: {
      format: format('table', 'tree', 'json', 'yaml', 'csv', 'mermaid', 'graphviz', 'dot', 'markdown', 'md'),
      providers: {
        type: 'texts',
        brief: 'Only providers, or only these',
        value: 'NAME[,NAME]',
        names: 'providers',
        mayBeEmpty: true,
      },
      identities: {
        type: 'texts',
        brief: 'Only identities, or only these',
        value: 'NAME[,NAME]',
        names: 'identities',
        mayBeEmpty: true,
      },
      kind: {
        type: 'text',
        brief: 'Only those of this kind, such as assume-role',
        value: 'KIND',
        offered: [...providerKinds, ...identityKinds],
      },
      account: { type: 'text', brief: 'Only those in this account', value: 'ID|NAME' },
      'signed-in': { type: 'switch', brief: 'Only what is signed in, or has keys at rest' },
      profile,
    },
    examples: [
      ['atmos-kit auth list', 'Tables of both'],
      ['atmos-kit auth list --format tree --signed-in', 'Which keys come from which, of those at rest'],
      ['atmos-kit auth list --format json --identities plat-dev/terraform', 'For programs'],
    ],
  },
  {
    path: ['auth', 'validate'],
    brief: 'Check providers, identities, and the identities that stacks name',
    details:
      'Tells everything that is wrong at once, with file and line: unknown keys, faulty entries, chains that lead nowhere, defaults that nobody can tell apart, and identities that stacks name and nobody defines. Exit code 1 means errors.',
    words: [],
    flags: {
      'all-profiles': { type: 'switch', brief: 'With each profile by itself, whichever is chosen' },
      strict: { type: 'switch', brief: 'Warnings fail as well' },
      format: format('table', 'json'),
      profile,
    },
    examples: [
      ['atmos-kit auth validate', 'With the profiles that are chosen'],
      ['atmos-kit auth validate --all-profiles --strict', 'In CI'],
    ],
  },
  {
    path: ['auth', 'discover'],
    brief: 'List the accounts and roles that the portal offers you',
    details:
      'IDENTITY says which of them are identities of this project. What the portal said is remembered for a day. --write makes an identity ACCOUNT/ROLE of each, in the file in which Atmos provisions them; whatever the project defines itself wins over these.',
    words: [],
    flags: {
      provider: { type: 'text', short: 'p', brief: 'Of this portal', value: 'NAME', names: 'providers' },
      format: format('table', 'json', 'yaml', 'csv'),
      refresh: { type: 'switch', brief: 'Ask the portal, whatever is remembered' },
      write: { type: 'switch', brief: 'Make identities of them' },
      'dry-run': { type: 'switch', brief: 'Only say what --write would change' },
      yes: { type: 'switch', short: 'y', brief: 'Do not ask before writing' },
      profile,
    },
    examples: [
      ['atmos-kit auth discover', 'What you may be, and where'],
      ['atmos-kit auth discover --refresh --dry-run', 'What --write would add and remove'],
    ],
  },
  {
    path: ['identity'],
    brief: 'Say which identity runs a component in a stack, and why',
    words: [component],
    flags: {
      stack,
      identity,
      explain: { type: 'switch', brief: 'Also the chain, and every identity that lost' },
      format: format('table', 'json'),
      profile,
    },
    examples: [
      ['atmos-kit identity vpc -s plat-ue1-dev', 'The identity and the reason'],
      ['atmos-kit identity vpc -s plat-ue1-dev --explain', 'With file and line of everything that had a say'],
    ],
  },
];
