import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { SignInTarget } from '../../domain/chain.ts';
import type { SignIn } from '../../domain/session.ts';

/** Atmos's session file of a portal in its folder of sessions. Source: Atmos, pkg/auth/providers/aws/sso.go. */
export const atmosSessionFile = (folder: string, { startUrl, region }: SignInTarget): string =>
  join(folder, `${createHash('sha1').update(`${startUrl}|${region}`).digest('hex')}.json`);

/** What Atmos writes there: Go's indented JSON, empty fields left out, no line break at the end. */
export function atmosSessionText(
  { startUrl, region }: SignInTarget,
  { accessToken, expiresAt, refreshToken, client }: SignIn,
): string {
  const fields = {
    accessToken,
    expiresAt: goTime(expiresAt),
    region,
    startUrl,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(client.clientId !== '' && { clientId: client.clientId, clientSecret: client.clientSecret }),
    registrationExpiresAt: client.clientId === '' ? '0001-01-01T00:00:00Z' : goTime(client.expiresAt),
  };
  return goJson(JSON.stringify(fields, null, 2));
}

// RFC 3339 as Go prints it: no zeros at the end of the fraction, and no fraction at all where it is zero.
const goTime = (date: Date): string => date.toISOString().replace(/\.?0*Z$/, 'Z');

// Go's encoder writes these as escapes.
const goJson = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
