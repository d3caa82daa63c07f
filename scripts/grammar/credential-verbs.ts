import { profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs that hand the keys of an identity to something else. */
export const credentialVerbs: readonly Verb[] = [
  {
    path: ['auth', 'process'],
    brief: 'Print keys for an AWS SDK (credential_process)',
    words: [],
    flags: {
      identity: { type: 'text', short: 'i', brief: 'Whose keys', value: 'NAME' },
      chain: { type: 'text', brief: 'A file that says how the keys are made', value: 'FILE' },
      profile,
    },
    examples: [['atmos-kit auth process --identity plat-dev/terraform', 'One JSON object on stdout']],
    hidden: true,
  },
];
