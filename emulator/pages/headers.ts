import { createHash } from 'node:crypto';
import type { MiddlewareHandler, Context as Request } from 'hono';
import { stylesheetSource } from './stylesheet.ts';

/** A page that only passes something on sends its form by itself. */
export const sendsItself = 'document.forms[0].submit()';

/** Sets what every page says to the browser: keep nothing, tell nobody, run nothing but its own script, be framed by nobody. */
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
 * well, and a consent ends at the port where a program waits for it. `script` is the one script that may run.
 */
export function letFormsLeadTo(c: Request, uri: string, script?: string): void {
  const { protocol, hostname, origin } = new URL(uri);
  // The grammar of a policy has no way to write an IPv6 address (CSP 3, host-source): only its scheme can be named.
  c.header('Content-Security-Policy', policy(hostname.startsWith('[') ? protocol : origin, script));
}

/** Lets this page run one script. */
export function letRun(c: Request, script: string): void {
  c.header('Content-Security-Policy', policy('', script));
}

function policy(formTarget = '', script?: string): string {
  return [
    "default-src 'none'",
    ...(script === undefined
      ? []
      : [`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`]),
    `style-src ${stylesheetSource}`,
    `form-action 'self' ${formTarget}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
