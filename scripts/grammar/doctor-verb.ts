import { format, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** The verb that looks at the machine and the project. */
export const doctorVerb: Verb = {
  path: ['doctor'],
  brief: 'Say what is wrong with this machine and project, and what to type',
  details:
    'It looks at tools, configuration, profiles, keyring, clock, portals, sign-ins, variables and leftovers. Exit code 0 where nothing keeps commands from working, 1 where something does; with --strict warnings count as well. Every question to a program or a server has a deadline of five seconds.',
  words: [],
  flags: {
    format: format('table', 'json', 'yaml'),
    fix: { type: 'switch', brief: 'Remove what killed commands have left, and sessions that have ended' },
    strict: { type: 'switch', brief: 'Exit with 1 for warnings too' },
    profile,
  },
  examples: [
    ['atmos-kit doctor', 'What is wrong here, and what to type'],
    ['atmos-kit doctor --strict --format json', 'In a pipeline'],
  ],
};
