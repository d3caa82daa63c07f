import { Fault } from './fault.ts';

/** The parts of an address as Go's net/url keeps them. */
export interface Address {
  readonly scheme: string;
  readonly opaque: string;
  /** `user` or `user:password`, encoded; undefined where there is none. */
  readonly user: string | undefined;
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  readonly query: string;
  /** Decoded. */
  readonly fragment: string;
}

const form = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

/** Reads an address. Fault where Go would not take it. */
export function parseAddress(text: string): Address {
  const [all, scheme = '', authority, path = '', query = '', fragment = ''] = form.exec(text) ?? [];
  const bad = () => new Fault(`${JSON.stringify(text)} is no address`);
  if (all === undefined || /[\u0000-\u001f\u007f]/.test(text) || text.startsWith(':')) throw bad();
  if (scheme === '' && authority === undefined && /^[^/]*:/.test(path)) throw bad();
  const opaque = scheme !== '' && authority === undefined && path !== '' && !path.startsWith('/');
  const [host, user] = splitAuthority(authority ?? '');
  if (/[ "<>]|%(?![0-9a-fA-F]{2})/.test(host) || /:[^\]:]*[^\d\]:][^\]]*$/.test(host.replace(/^\[.*\]/, '')))
    throw bad();
  return {
    scheme: scheme.toLowerCase(),
    opaque: opaque ? path : '',
    user,
    host,
    path: opaque ? '' : decode(path, bad),
    query,
    fragment: decode(fragment, bad),
  };
}

function splitAuthority(authority: string): [host: string, user: string | undefined] {
  const at = authority.lastIndexOf('@');
  return at < 0 ? [authority, undefined] : [authority.slice(at + 1), authority.slice(0, at)];
}

function decode(text: string, bad: () => Fault): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text)) throw bad();
  const bytes = text.replace(/(?:%[0-9a-fA-F]{2})+/g, (codes) =>
    Buffer.from(codes.replaceAll('%', ''), 'hex').toString(),
  );
  return bytes;
}

/** The host without its port and without the brackets of an IPv6 address. */
export const hostName = ({ host }: Address): string => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');

export const portOf = ({ host }: Address): string => /:(\d*)$/.exec(host.replace(/^\[.*\]/, ''))?.[1] ?? '';

/** The address as text. */
export function printAddress({ scheme, opaque, user, host, path, query, fragment }: Address): string {
  const start = scheme === '' ? '' : `${scheme}:`;
  const end = (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${encode(fragment, '!()*')}`);
  if (opaque !== '') return start + opaque + end;
  const shown = user === undefined ? '' : `${user}@`;
  const authority = scheme !== '' || host !== '' || user !== undefined;
  const before = authority && (host !== '' || path !== '' || user !== undefined) ? `//${shown}${host}` : '';
  const slash = path !== '' && !path.startsWith('/') && host !== '' ? '/' : '';
  return start + before + slash + encode(path, '') + end;
}

// What Go leaves as it is in a path: more than encodeURI does in some places, less in others.
const encode = (text: string, more: string): string =>
  encodeURI(text)
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F')
    .replaceAll('[', '%5B')
    .replaceAll(']', '%5D')
    .replace(/[!'()*]/g, (character) =>
      more.includes(character) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
