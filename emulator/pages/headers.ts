import type { MiddlewareHandler, Context as Request } from 'hono';
import { stylesheetSource } from './stylesheet.ts';

/** Sets what every page says to the browser: keep nothing, tell nobody, run nothing, be framed by nobody. */
export const pageHeaders: MiddlewareHandler = (c, next) => {
  c.header('Cache-Control', 'no-store');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('X-Frame-Options', 'DENY');
  c.header('Content-Security-Policy', policy());
  return next();
};

/**
 * Lets the forms of this page end at `uri`. A browser applies `form-action` to the redirect that answers a form as
 * well, and a consent ends at the port where a program waits for it.
 */
export function letFormsLeadTo(c: Request, uri: string): void {
  const { protocol, hostname, origin } = new URL(uri);
  // The grammar of a policy has no way to write an IPv6 address (CSP 3, host-source): only its scheme can be named.
  c.header('Content-Security-Policy', policy(hostname.startsWith('[') ? protocol : origin));
}

function policy(formTarget = ''): string {
  return [
    "default-src 'none'",
    `style-src ${stylesheetSource}`,
    `form-action 'self' ${formTarget}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
