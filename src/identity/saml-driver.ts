import type { Provider } from '../domain/auth.ts';
import { readSessionDuration } from './duration.ts';
import type { Fields } from './fields.ts';

/**
 * Drivers of Atmos that may mean a person in a browser. Those that only ever fetch a page and fill in its form by
 * themselves are not here: that would take a person's password.
 */
const inBrowser = ['browser', 'googleapps', 'okta', 'adfs', 'auto'];

/** AWS's client programs listen here for an assertion, so administrators know the address (AWS Client VPN). */
const usualPort = 35_001;

/**
 * What is particular to a provider of kind aws/saml: how long its sessions last, in seconds, and the port of 127.0.0.1
 * at which the identity provider's answer arrives (0: any, for one that takes the address from the request). Whatever driver is named, the person's own browser is the driver.
 */
export function readSaml(fields: Fields, name: string): Pick<Provider, 'durationSeconds' | 'callbackPort'> {
  const driver = fields.text('driver') ?? 'Browser';
  if (!inBrowser.includes(driver.toLowerCase()))
    fields.complain(
      `The driver ${driver} of provider "${name}" fills in pages by itself, which atmos-kit never does.`,
      'Write driver: Browser, and sign in in your browser.',
      fields.at('driver'),
      'construct-not-supported',
    );
  const port = Number(fields.plain('spec', 'callback_port') ?? usualPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    fields.complain(
      `spec.callback_port of provider "${name}" is not a port.`,
      `Write a number such as ${usualPort}.`,
      fields.at('spec', 'callback_port'),
    );
  const durationSeconds = readSessionDuration(fields, `provider "${name}"`);
  return { callbackPort: port, ...(durationSeconds !== undefined && { durationSeconds }) };
}
