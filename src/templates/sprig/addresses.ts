import { hostName, parseAddress, printAddress } from '../address.ts';
import { Fault } from '../fault.ts';
import { fn } from '../signature.ts';
import { kindName } from '../types.ts';
import { type Dict, dictOf, type FunctionMap } from '../values.ts';

/** Sprig's functions on addresses: taken apart into a map, and put together from one. */
export const addressFunctions: FunctionMap = {
  urlParse: fn(['string'], (text) => {
    const address = parseAddress(text);
    return dictOf([
      ['scheme', address.scheme],
      ['host', address.host],
      ['hostname', hostName(address)],
      ['path', address.path],
      ['query', address.query],
      ['opaque', address.opaque],
      ['fragment', address.fragment],
      ['userinfo', address.user ?? ''],
    ]);
  }),
  urlJoin: fn(['map'], (map) =>
    printAddress({
      scheme: part(map, 'scheme'),
      host: part(map, 'host'),
      path: part(map, 'path'),
      query: part(map, 'query'),
      opaque: part(map, 'opaque'),
      fragment: part(map, 'fragment'),
      user: part(map, 'userinfo') || undefined,
    }),
  ),
};

function part({ entries }: Dict, key: string): string {
  if (!entries.has(key)) return '';
  const value = entries.get(key);
  if (typeof value === 'string') return value;
  throw new Fault(`${key} of an address must be a string, not ${kindName(value)}`);
}
