import { credentials, identity, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** `auth exec`. */
export const execVerb: Verb = {
  path: ['auth', 'exec'],
  brief: 'Run a command as an identity',
  details:
    "The command gets the identity's credentials and none of the AWS_* variables that would choose others. Its exit code comes back as it is. --identity=false runs it without an identity, on purpose.",
  words: [],
  rest: { name: 'command', brief: 'The command and its arguments' },
  flags: { identity, credentials, profile },
  examples: [
    ['atmos-kit auth exec --identity plat-dev/ReadOnlyAccess -- env', 'What a command is given'],
    ['atmos-kit auth exec -- aws sts get-caller-identity', 'As the default identity, or one that you choose'],
  ],
};
