import { shells } from '../../src/domain/shell.ts';
import { format, projectChoice } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

const rows = format('table', 'json', 'yaml', 'csv', 'tsv');

const change: Readonly<Record<string, Flag>> = {
  session: { type: 'switch', brief: 'Only in this shell' },
  persist: { type: 'switch', brief: 'Only in new terminals' },
  shell: {
    type: 'text',
    brief:
      'Print the change of this shell in its own words, to be evaluated; what the shell integration does',
    value: shells.join('|'),
    choices: shells,
  },
  'dry-run': { type: 'switch', brief: 'Print what would change, and change nothing' },
};

/** The verbs about the profiles that are chosen. */
export const profileVerbs: readonly Verb[] = [
  {
    path: ['profile', 'use'],
    brief: 'Choose profiles, for this shell and for new terminals',
    details:
      'Several, left to right: the last one outranks the others. Without a name you choose from a list. New terminals read the choice from the block that "shell install" wrote into your start-up files; this shell gets it at once where that block is at work.',
    words: [
      { name: 'name', brief: 'A profile, such as devops', optional: true, many: true, names: 'profiles' },
    ],
    flags: change,
    examples: [
      ['atmos-kit profile use devops', ''],
      ['atmos-kit profile use developers local --dry-run', 'Two of them, as ATMOS_PROFILE=developers,local'],
    ],
  },
  {
    path: ['profile', 'unset'],
    brief: 'Choose no profile, in this shell and in new terminals',
    words: [],
    flags: change,
    examples: [['atmos-kit profile unset --dry-run', '']],
  },
  {
    path: ['profile', 'show'],
    brief: 'Say which profiles are chosen, and what chose them',
    words: [],
    flags: { format: rows, ...projectChoice },
    examples: [['atmos-kit profile show', 'A flag, the environment and who set it, or the default']],
  },
  {
    path: ['profile', 'list'],
    brief: 'The same as "list profiles"',
    words: [],
    flags: { format: rows, ...projectChoice },
    examples: [['atmos-kit profile list', '']],
  },
];
