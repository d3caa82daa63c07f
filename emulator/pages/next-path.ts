/**
 * The path (and query) that a person is sent to afterwards: `next` where it stays on `origin`, else `/start`.
 */
export function nextPath(next: string | undefined, origin: string): string {
  if (next === undefined || !next.startsWith('/') || !URL.canParse(next, origin)) return '/start';
  const url = new URL(next, origin);
  // `/.//other.host` keeps its origin while it is read, but as a Location it would name another host.
  if (url.origin !== new URL(origin).origin || url.pathname.startsWith('//')) return '/start';
  return url.pathname + url.search;
}

/** Where to sign in and come back to `path` from. */
export function signInPath(path: string): string {
  return `/sign-in?next=${encodeURIComponent(path)}`;
}
