// RFC 8252 §7.3: a native app listens on whatever port is free, so the port of a loopback address says nothing.
const loopbackAddresses = ['127.0.0.1', '[::1]'];

/** Why a client may not register this redirect URI; undefined when it may. */
export function redirectUriFault(uri: string): string | undefined {
  if (!URL.canParse(uri)) return `${uri} is not a URI`;
  const { protocol, hostname, hash, username, password } = new URL(uri);
  if (hash !== '' || uri.includes('#')) return 'a redirect URI must not have a fragment';
  if (username !== '' || password !== '') return 'a redirect URI must not hold a user name or a password';
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return 'a redirect URI must use http or https';
  const loopback = [...loopbackAddresses, 'localhost'].includes(hostname);
  return loopback ? undefined : 'a redirect URI with http must name a loopback address';
}

/**
 * True when a request's redirect URI is the registered one. The port is ignored on 127.0.0.1 and [::1];
 * `localhost` is a name and not an address, so it must match with its port.
 */
export function matchesRedirectUri(registered: string, requested: string): boolean {
  if (redirectUriFault(requested) !== undefined) return false;
  const [one, other] = [new URL(registered), new URL(requested)];
  if (loopbackAddresses.includes(one.hostname)) one.port = other.port;
  return one.href === other.href;
}

/** The redirect URI with the answer's parameters added to those it has. */
export function redirectTo(uri: string, answer: Record<string, string | undefined>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(answer))
    if (value !== undefined) url.searchParams.append(name, value);
  return url.href;
}
