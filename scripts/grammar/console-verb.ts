import { consoleServices } from '../../src/identity/console-services.ts';
import { identity, profile } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** `auth console`. */
export const consoleVerb: Verb = {
  path: ['auth', 'console'],
  brief: 'Open the AWS console as an identity',
  details: `Signs your browser in with the identity's keys. The address that does so is a secret: it stands on no command line and is printed only with --print-only. Services: ${consoleServices.join(', ')}.`,
  words: [],
  flags: {
    identity,
    destination: {
      type: 'asks',
      short: 'd',
      brief: 'A service, or an https address of the console; without a value, choose one',
      value: 'SERVICE|URL',
      offered: consoleServices,
    },
    duration: {
      type: 'text',
      brief: 'How long the session lasts where AWS allows it (15m to 12h)',
      value: 'TIME',
    },
    'print-only': { type: 'switch', brief: 'Print the address on stdout and open nothing' },
    'no-open': { type: 'switch', brief: 'The same' },
    isolated: {
      type: 'switch',
      brief: 'In a browser of its own for each identity (Chrome, Chromium, Firefox)',
    },
    portal: {
      type: 'switch',
      brief: 'Through the access portal: a link that holds no secret and needs no keys',
    },
    issuer: {
      type: 'text',
      brief: 'Where the console leads back to at its end, instead of the portal',
      value: 'URL',
    },
    profile,
  },
  examples: [
    ['atmos-kit auth console --identity plat-dev/terraform --destination s3', ''],
    ['atmos-kit auth console --identity plat-dev/terraform --isolated', 'Side by side with other accounts'],
    ['atmos-kit auth console --identity plat-dev/terraform --print-only', 'For a browser elsewhere'],
  ],
};
