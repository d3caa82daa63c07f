import { identity, projectChoice } from './shared-flags.ts';
import type { Verb } from './verb.ts';

const { 'settings-list-merge-strategy': _, ...whichProject } = projectChoice;

/** `auth process`. */
export const processVerb: Verb = {
  path: ['auth', 'process'],
  brief: 'Print keys for an AWS SDK (credential_process)',
  details:
    'One JSON object, as AWS config profiles with credential_process expect it (auth setup-aws-config writes some). It never asks and opens no browser; exit code 2 means that nobody is signed in.',
  words: [],
  flags: {
    identity: { ...identity, type: 'text', brief: 'Whose keys' },
    chain: { type: 'text', brief: 'A file that says how the keys are made, of ours', value: 'FILE' },
    ...whichProject,
  },
  examples: [['atmos-kit auth process --identity plat-dev/terraform', 'One JSON object on stdout']],
};
