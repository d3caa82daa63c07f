import { expandText } from '../environment-text.ts';
import { Fault } from '../fault.ts';
import { notOffered } from '../not-offered.ts';
import type { TemplateOutside } from '../outside.ts';
import { decimals, letters, randomBelow, randomText, randomUuid } from '../random.ts';
import { fn } from '../signature.ts';
import type { FunctionMap } from '../values.ts';

const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');

/** Sprig's functions that ask for chance or the environment, and those that cannot be had here. */
export const worldFunctions = (outside: TemplateOutside): FunctionMap => ({
  env: fn(['string'], (name) => outside.environment(name) ?? ''),
  expandenv: fn(['string'], (text) => expandText(text, (name) => outside.environment(name) ?? '')),
  randAlphaNum: fn(['int'], (count) => randomText(outside, count, letters + decimals)),
  randAlpha: fn(['int'], (count) => randomText(outside, count, letters)),
  randAscii: fn(['int'], (count) => randomText(outside, count, printable)),
  randNumeric: fn(['int'], (count) => randomText(outside, count, decimals)),
  randBytes: fn(['int'], (count) => {
    if (count < 0 || count > 1_000_000) throw new Fault(`there are no ${count} random bytes to be had`);
    return Buffer.from(outside.random(count)).toString('base64');
  }),
  randInt: fn(['int', 'int'], (least, limit) => {
    if (limit <= least) throw new Fault(`there is no number from ${least} up to ${limit}`);
    return BigInt(least + randomBelow(outside, limit - least));
  }),
  shuffle: fn(['string'], (text) => {
    const characters = [...text];
    for (let index = characters.length - 1; index > 0; index -= 1) {
      const other = randomBelow(outside, index + 1);
      [characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? ''];
    }
    return characters.join('');
  }),
  uuidv4: fn([], () => randomUuid(outside)),
  ...notOffered(['getHostByName'], 'it asks the network'),
  ...notOffered(
    [
      'bcrypt',
      'htpasswd',
      'derivePassword',
      'genPrivateKey',
      'buildCustomCert',
      'genCA',
      'genCAWithKey',
      'genSelfSignedCert',
      'genSelfSignedCertWithKey',
      'genSignedCert',
      'genSignedCertWithKey',
    ],
    'what it makes differs each time, or is a secret that belongs in no manifest',
  ),
});
