import { shells } from '../../src/domain/shell.ts';
import { format } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

const shell = (brief: string): Flag => ({
  type: 'text',
  brief,
  value: [...shells, 'all'].join('|'),
  choices: [...shells, 'all'],
});
const yes: Flag = { type: 'switch', short: 'y', brief: 'Do not ask' };
const dryRun: Flag = { type: 'switch', brief: 'Print the change, and change nothing' };

/** The verbs that put atmos-kit into the start-up files of shells, and take it out again. */
export const shellIntegrationVerbs: readonly Verb[] = [
  {
    path: ['shell', 'install'],
    brief: 'Put atmos-kit into the start-up file of your shell',
    details:
      'One block between two marks, which sets ATMOS_PROFILE and reads a file of functions; a completion comes with it. The change is shown first. Lines of your own that set ATMOS_PROFILE are set aside, their value is kept, and "shell uninstall" puts everything back as it was.',
    words: [],
    flags: {
      shell: shell('Your login shell unless said; all of those that are installed with "all"'),
      profile: {
        type: 'texts',
        brief: 'Profiles that new terminals get; what they have now unless said',
        value: 'NAME[,NAME]',
        names: 'profiles',
      },
      yes,
      'dry-run': dryRun,
      print: { type: 'switch', brief: 'Print the block, to be pasted by hand' },
    },
    examples: [
      ['atmos-kit shell install --shell all --profile developers --dry-run', 'Look first'],
      ['atmos-kit shell install --shell zsh --profile developers', ''],
    ],
  },
  {
    path: ['shell', 'uninstall'],
    brief: 'Take atmos-kit out of the start-up files of your shells',
    words: [],
    flags: { shell: shell('All of them unless said'), yes, 'dry-run': dryRun },
    examples: [['atmos-kit shell uninstall --dry-run', 'What it would take out']],
  },
  {
    path: ['shell', 'status'],
    brief: 'Say what is installed in which shell, and what new terminals will see',
    details:
      'Current, outdated, or shadowed by a line of your own. Each shell is started once and asked what ATMOS_PROFILE is.',
    words: [],
    flags: { format: format('table', 'json') },
    examples: [
      ['atmos-kit shell status', ''],
      ['atmos-kit shell status --format json', 'For programs'],
    ],
  },
];
