import type { Context } from '../context.ts';
import { oidcFault } from './oidc-fault.ts';

/**
 * Accepts the start URLs of the seed and the emulator's own, with or without `/start`.
 * Clients insist on https and on AWS's names for a start URL, so it need not be where the emulator listens.
 * Throws JsonFault `InvalidRequest`.
 */
export function checkStartUrl(context: Context, url: string, member: string): void {
  const own = [context.origin, `${context.origin}/start`];
  if (!own.some((one) => context.directory.acceptsStartUrl(url, one)))
    throw oidcFault('InvalidRequest', `${member} ${url} is not in the emulator's seed (start_urls).`);
}
