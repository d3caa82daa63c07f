import { format, identity, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs that begin, tell and end a sign-in. */
export const signInVerbs: readonly Verb[] = [
  {
    path: ['auth', 'login'],
    brief: 'Sign in at a provider',
    details:
      'Opens your browser; over SSH, without a display or with --device it shows a code to enter in any browser. With --identity, keys of that identity are made as well. With --all, every provider of the project has its turn; one that fails keeps nobody from the next. Integrations of auth.integrations (clusters, registries) run afterwards.',
    words: [],
    flags: {
      provider: { type: 'text', short: 'p', brief: 'Where to sign in', value: 'NAME', names: 'providers' },
      all: { type: 'switch', brief: 'Sign in at every provider, one after the other' },
      identity,
      device: { type: 'switch', brief: 'Use a code instead of a browser here' },
      force: { type: 'switch', brief: 'Sign in again although you are signed in' },
      'dry-run': { type: 'switch', brief: 'Only say where and how it would be' },
      profile,
    },
    examples: [
      ['atmos-kit auth login --provider sso', 'In the browser'],
      ['atmos-kit auth login --device', 'With a code, on a machine without a browser'],
      ['atmos-kit auth login --all', 'Everywhere'],
    ],
  },
  {
    path: ['auth', 'whoami'],
    brief: 'Say who is signed in, or who an identity is',
    details:
      'Without an identity it speaks of the sign-in: where, since when and until when. With one it says as well what decided that it is this one. Exit code 2 means that nobody is signed in.',
    words: [],
    flags: {
      identity,
      output: { ...format('table', 'json', 'yaml'), short: 'o' },
      format: format('table', 'json', 'yaml'),
      profile,
    },
    examples: [
      ['atmos-kit auth whoami', 'The sign-in'],
      [
        'atmos-kit auth whoami --identity plat-dev/terraform -o json',
        'Account, role, ARN and time left, for programs',
      ],
    ],
  },
  {
    path: ['auth', 'logout'],
    brief: 'Sign out, here and at the portal',
    details:
      'Without a name, or with --all, it signs out of every provider of the project and forgets the keys of all its identities. Keys that were already handed out stay valid until they end; how long that is, is said.',
    words: [
      { name: 'identity', brief: "Forget only this identity's keys", optional: true, names: 'identities' },
    ],
    flags: {
      provider: {
        type: 'text',
        short: 'p',
        brief: 'Sign out of this provider only',
        value: 'NAME',
        names: 'providers',
      },
      identity: {
        type: 'text',
        short: 'i',
        brief: "Forget only this identity's keys",
        value: 'NAME',
        names: 'identities',
      },
      all: { type: 'switch', brief: 'Everything of this project, as without a name' },
      keychain: { type: 'switch', brief: 'Also the long-lived keys of users that are kept here' },
      yes: { type: 'switch', short: 'y', brief: 'Do not ask' },
      'dry-run': { type: 'switch', brief: 'Only say what would be removed' },
      profile,
    },
    examples: [
      ['atmos-kit auth logout', 'At the end of the day'],
      ['atmos-kit auth logout --all --keychain --dry-run', 'What there would be to remove'],
    ],
  },
];
