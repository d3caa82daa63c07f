import { format, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs of a working day, which call others one after the other. */
export const dayVerbs: readonly Verb[] = [
  {
    path: ['morning'],
    brief: 'Sign in, say who you are and for how long, and what differs of what you touched lately',
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
];
