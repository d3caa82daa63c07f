import { environmentFormats } from '../speak/environment.ts';
import { credentials, format, identity, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** `auth env`. */
export const environmentVerb: Verb = {
  path: ['auth', 'env'],
  brief: 'Print the environment of an identity, for a shell or a tool',
  details:
    'For bash unless --format says otherwise. Every AWS variable that would outrank what is set is unset. Nothing secret is printed unless --credentials env asks for it. Exit code 2, and nothing on stdout, when nobody is signed in.',
  words: [],
  flags: {
    identity,
    format: format(...environmentFormats),
    credentials,
    login: { type: 'switch', brief: 'Sign in first where that is needed' },
    profile,
  },
  examples: [
    ['eval "$(atmos-kit auth env -i plat-dev/ReadOnlyAccess)"', 'In bash, zsh, sh, or an .envrc'],
    ['atmos-kit auth env -i plat-dev/ReadOnlyAccess -f fish | source', 'In fish'],
    ['atmos-kit auth env -i plat-dev/ReadOnlyAccess -f dotenv > .env', 'For direnv, mise and others'],
    ['atmos-kit auth env -i plat-dev/ReadOnlyAccess -f github >> "$GITHUB_ENV"', 'For later steps of a job'],
  ],
};
