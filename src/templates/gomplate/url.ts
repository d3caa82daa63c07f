import { type Address, hostName, parseAddress, portOf, printAddress } from '../address.ts';
import { fn } from '../signature.ts';
import { GoObject, type Member, stringsOf, type Value } from '../values.ts';

/** An address as Go's net/url gives it, with its fields and methods. */
export class Url extends GoObject {
  readonly type = '*url.URL';
  readonly kind = 'ptr';
  readonly #address: Address;

  constructor(text: string) {
    super();
    this.#address = parseAddress(text);
  }

  text(): string {
    return printAddress(this.#address);
  }

  member(name: string): Member | undefined {
    const { scheme, opaque, user, host, path, query, fragment } = this.#address;
    const fields: Readonly<Record<string, Value>> = {
      Scheme: scheme,
      Opaque: opaque,
      User: user === undefined ? null : new UserInfo(user),
      Host: host,
      Path: path,
      RawQuery: query,
      Fragment: fragment,
    };
    if (Object.hasOwn(fields, name)) return { field: fields[name] };
    const method = this.#method(name);
    return method === undefined ? undefined : { method: fn([], () => method) };
  }

  #method(name: string): Value {
    switch (name) {
      case 'String':
        return this.text();
      case 'Hostname':
        return hostName(this.#address);
      case 'Port':
        return portOf(this.#address);
      case 'IsAbs':
        return this.#address.scheme !== '';
      case 'Query':
        return new Query(new URLSearchParams(this.#address.query));
      case 'EscapedPath':
        return printAddress({ ...emptyAddress, path: this.#address.path });
      default:
        return undefined;
    }
  }
}

const emptyAddress: Address = {
  scheme: '',
  opaque: '',
  user: undefined,
  host: '',
  path: '',
  query: '',
  fragment: '',
};

class UserInfo extends GoObject {
  readonly type = '*url.Userinfo';
  readonly kind = 'ptr';
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  text(): string {
    return this.#text;
  }

  member(name: string): Member | undefined {
    if (name === 'String') return { method: fn([], () => this.#text) };
    if (name !== 'Username') return undefined;
    return { method: fn([], () => decodeURIComponent(this.#text.split(':')[0] ?? '')) };
  }
}

class Query extends GoObject {
  readonly type = 'url.Values';
  readonly kind = 'struct';
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    super();
    this.#parameters = parameters;
  }

  text(): string {
    const keys = [...new Set(this.#parameters.keys())].sort();
    return `map[${keys.map((key) => `${key}:[${this.#parameters.getAll(key).join(' ')}]`).join(' ')}]`;
  }

  member(name: string): Member | undefined {
    if (name === 'Get') return { method: fn(['string'], (key) => this.#parameters.get(key) ?? '') };
    if (name === 'Has') return { method: fn(['string'], (key) => this.#parameters.has(key)) };
    if (name === 'Encode') return { method: fn([], () => this.#parameters.toString()) };
    const all = this.#parameters.getAll(name);
    return all.length === 0 ? { field: undefined } : { field: stringsOf(all) };
  }
}
