import { consoleVerb } from './console-verb.ts';
import { execVerb } from './exec-verb.ts';
import { credentials, identity, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs that hand the keys of an identity to something else. */
export const credentialVerbs: readonly Verb[] = [
  execVerb,
  {
    path: ['auth', 'shell'],
    brief: 'Open your shell as an identity',
    details:
      'Your own shell with its start-up files; exit leads back. The prompt names the identity, and Terraform runs in it still take the identity of their stack.',
    words: [],
    rest: { name: 'arguments', brief: 'Arguments of the shell', optional: true },
    flags: {
      identity,
      shell: {
        type: 'text',
        brief: 'This shell instead of $SHELL',
        value: 'SHELL',
        offered: ['zsh', 'bash', 'fish'],
      },
      mark: { type: 'text', brief: 'Put this before the identity in the prompt', value: 'TEXT' },
      credentials,
      profile,
    },
    examples: [
      ['atmos-kit auth shell --identity plat-dev/ReadOnlyAccess', 'Commands in it run as that identity'],
      ["atmos-kit auth shell -i plat-dev/ReadOnlyAccess -- -c 'echo $AWS_PROFILE'", 'One line of the shell'],
    ],
  },
  consoleVerb,
  {
    path: ['auth', 'user', 'configure'],
    brief: 'Put the long-lived keys of an IAM user into the keyring',
    details:
      'For identities of kind aws/user. On a terminal the keys are asked for; else they are read from stdin: two lines, or the JSON of `aws iam create-access-key`. They are never taken from the command line, where other programs could read them, and no child gets them: each gets a session.',
    words: [{ name: 'identity', brief: 'Whose keys', optional: true, names: 'identities' }],
    flags: {
      remove: { type: 'switch', brief: 'Take the keys out again, with the sessions made with them' },
      'dry-run': { type: 'switch', brief: 'Only say what would be done' },
      profile,
    },
    examples: [
      ['atmos-kit auth user configure breakglass', 'Asks for both keys'],
      [
        'aws iam create-access-key --user-name breakglass | atmos-kit auth user configure breakglass',
        'No key is ever shown',
      ],
    ],
  },
];
