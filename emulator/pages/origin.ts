import type { MiddlewareHandler } from 'hono';
import { showMessage } from './layout.ts';

/**
 * Refuses a POST that a page of another origin made, and lets pass what has no browser behind it.
 * Host is checked before, so the own origin is the one that the request names.
 */
export const refuseForeignPosts: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const own = `http://${c.req.header('host')}`;
  if (isOwn(c.req.header('origin'), c.req.header('sec-fetch-site'), own)) return next();
  return showMessage(c, {
    title: 'This did not come from here',
    text: 'Another site tried to send this form for you. Nothing was changed.',
    status: 403,
    way: { href: '/start', label: 'Go to the start page' },
  });
};

/** True for a POST of a page of `own`, or of a program that says nothing about where it comes from. */
export function isOwn(origin: string | undefined, site: string | undefined, own: string): boolean {
  // Another port of 127.0.0.1 counts as `same-site`, so only `same-origin` will do (`none`: typed by the person).
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  // Under `Referrer-Policy: no-referrer` a browser sends `null` for our own forms too; a sandboxed foreign page
  // sends the same, but cannot say `same-origin`.
  if (origin === 'null') return site === 'same-origin';
  return origin === undefined || origin === own;
}
