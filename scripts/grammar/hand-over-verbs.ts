import { environmentFormats } from '../speak/environment.ts';
import { environmentVerb } from './environment-verb.ts';
import { processVerb } from './process-verb.ts';
import { format, identity, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

const timeLeft = (...path: string[]): Verb => ({
  path,
  brief: 'Say how long a sign-in or the keys of an identity last',
  details:
    'Of the identity that is named or that this shell runs as, else of the sign-in. Exit code 2 means that nothing is left.',
  words: [],
  flags: { identity, format: format('table', 'json', 'seconds'), profile },
  examples: [
    [`atmos-kit ${path.join(' ')}`, 'The sign-in'],
    [`atmos-kit ${path.join(' ')} -i plat-dev/terraform -f seconds`, 'A number, for prompts and scripts'],
  ],
});

/** Verbs that hand an identity to what is not started by us. */
export const handOverVerbs: readonly Verb[] = [
  environmentVerb,
  processVerb,
  {
    path: ['auth', 'serve'],
    brief: "Serve an identity's keys on 127.0.0.1, as AWS's containers get them",
    details:
      'Programs ask it for keys with a token (AWS_CONTAINER_CREDENTIALS_FULL_URI), and it renews them. With a command after -- it serves that command and ends with it; else it prints the variables for other programs and stays until Ctrl-C.',
    words: [],
    rest: { name: 'command', brief: 'Serve this command, and end with its exit code', optional: true },
    flags: {
      identity,
      port: { type: 'text', brief: 'The port; a free one unless named', value: 'N' },
      idle: {
        type: 'text',
        brief: 'End by itself after this long without a request (8h)',
        value: 'DURATION',
      },
      format: format(...environmentFormats),
      profile,
    },
    examples: [
      ['atmos-kit auth serve -i plat-dev/ReadOnlyAccess -- env', 'For one command'],
      ['atmos-kit auth serve -i plat-dev/ReadOnlyAccess --port 9912', 'For programs in other terminals'],
    ],
  },
  timeLeft('auth', 'time-left'),
  timeLeft('time-left'),
  {
    path: ['auth', 'setup-aws-config'],
    brief: 'Give identities a profile in your AWS config file',
    details:
      'Profiles ask atmos-kit for their keys (auth process), so aws --profile NAME and every SDK work in every folder. They stand between two marks in your file (AWS_CONFIG_FILE, else ~/.aws/config); the rest of it stays as it is. The change is shown first.',
    words: [],
    flags: {
      identities: {
        type: 'texts',
        brief: 'Only these identities',
        value: 'NAME[,NAME]',
        names: 'identities',
      },
      prefix: { type: 'text', brief: 'Put before each profile name', value: 'TEXT' },
      'dry-run': { type: 'switch', brief: 'Print the change, and make none' },
      uninstall: { type: 'switch', brief: 'Take the profiles of this project out again' },
      yes: { type: 'switch', short: 'y', brief: 'Do not ask' },
      profile,
    },
    examples: [
      ['atmos-kit auth setup-aws-config --dry-run', 'What would be written'],
      [
        'atmos-kit auth setup-aws-config --prefix acme- --yes',
        'Then: aws --profile acme-plat-dev/terraform …',
      ],
      ['atmos-kit auth setup-aws-config --uninstall --yes', 'As if it had never been there'],
    ],
  },
];
