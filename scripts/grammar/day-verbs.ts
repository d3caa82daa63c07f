import { format, identity, profile, stack } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs of a working day, which call others one after the other. */
export const dayVerbs: readonly Verb[] = [
  {
    path: ['morning'],
    brief: 'Sign in, say who you are, and plan what you touched lately',
    details:
      'git says which files you committed or changed in the last day; what they make another component of another stack is planned, and nothing is applied. Exit code 1 where a plan fails; what merely differs is no failure.',
    words: [],
    flags: {
      since: { type: 'text', brief: 'Look back so far (1d)', value: 'TIME' },
      device: { type: 'switch', brief: 'Sign in with a code instead of a browser here' },
      'dry-run': { type: 'switch', brief: 'Only say what would be planned' },
      format: format('table', 'json'),
      profile,
    },
    examples: [
      ['atmos-kit morning', 'Once a day'],
      ['atmos-kit morning --since 3d', 'On a Monday'],
    ],
  },
  {
    path: ['break-glass'],
    brief: 'A shell with all rights in one account: written down, ends by itself',
    details:
      'Runs as the AdministratorAccess of the account (kit.break_glass.permission_set), after asking why. Who, as whom, why and how long is added to a file that only you can read (kit.break_glass.audit_file). The shell says in its prompt what it is, warns before its end, and ends after an hour (kit.break_glass.limit), or when the keys do; a command that runs in it then may end first.',
    words: [
      {
        name: 'account',
        brief: 'The account, by its name (what identities of it begin with) or number',
        optional: true,
        names: 'accounts',
      },
    ],
    flags: {
      identity: { ...identity, type: 'text', brief: 'This identity instead' },
      reason: { type: 'text', brief: 'Why, instead of being asked', value: 'TEXT' },
      for: { type: 'text', brief: 'End after this long; not longer than the limit', value: 'DURATION' },
      shell: { type: 'text', brief: 'This shell instead of $SHELL', value: 'SHELL' },
      log: { type: 'switch', brief: 'Print what was written down, and open nothing' },
      format: format('table', 'json', 'yaml', 'csv', 'tsv'),
      profile,
    },
    examples: [
      ["atmos-kit break-glass plat-dev --for 20m --reason 'ticket 4711: nodes do not drain'", ''],
      ['atmos-kit break-glass --log', 'Who did, when and why'],
    ],
  },
  {
    path: ['clean'],
    brief: 'Remove what runs left: generated files, plan files, .terraform, cache',
    details:
      'Of all components, or of a stack. State, sessions and files of yours stay. All of it is shown first.',
    words: [],
    flags: {
      stack,
      force: { type: 'switch', brief: 'Do not ask' },
      'dry-run': { type: 'switch', brief: 'Only say what would go' },
      profile,
    },
    examples: [['atmos-kit clean', 'Shows what would go, and asks']],
  },
];
