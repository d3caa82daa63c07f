import type { RawRequest } from '../contract.ts';
import type { Refusal } from './refusal.ts';

/**
 * Why a request may not come in at all; undefined when it may. It must name this machine's loopback address as its
 * host (a web page whose name was rebound to 127.0.0.1 names another), and what changes something must not be sent by
 * a page of another origin.
 */
export function admissionFault(request: Omit<RawRequest, 'body'>, port: number): Refusal | undefined {
  const { method, rawPath, headers } = request;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes((headers['host'] ?? '').toLowerCase()))
    return {
      status: 403,
      code: 'AccessDenied',
      message: `The local emulator answers only as http://${hosts[0]}; this request names another host.`,
    };
  if (!rawPath.startsWith('/'))
    return { status: 400, code: 'InvalidRequest', message: 'The request line must hold a path.' };
  if (method === 'GET' || method === 'HEAD') return undefined;
  const origin = headers['origin'];
  const site = headers['sec-fetch-site'];
  const own = hosts.map((host) => `http://${host}`);
  // A page that sends no referrer posts its own forms with `Origin: null`; the browser's second header settles it.
  const ownOrigin =
    origin === undefined || own.includes(origin) || (origin === 'null' && site === 'same-origin');
  if (ownOrigin && (site === undefined || site === 'same-origin' || site === 'none')) return undefined;
  return {
    status: 403,
    code: 'AccessDenied',
    message: 'The local emulator takes no changes from pages of another origin.',
  };
}
