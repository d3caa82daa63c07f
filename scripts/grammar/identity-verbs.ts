import { component, format, identity, profile, stack } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs that tell what identities there are, and which one is whose. */
export const identityVerbs: readonly Verb[] = [
  {
    path: ['auth', 'list'],
    brief: 'List providers and identities, and what is signed in',
    words: [],
    flags: { format: format('table', 'json', 'csv'), profile },
    examples: [['atmos-kit auth list --format json', 'For programs']],
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
