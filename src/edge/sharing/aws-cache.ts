import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SignInTarget } from '../../domain/chain.ts';
import type { SignIn } from '../../domain/session.ts';

/** The file of an AWS config profile with `sso_start_url`. Source: botocore, SSOTokenLoader. */
export const awsCacheFile = (folder: string, { startUrl }: SignInTarget): string =>
  join(folder, `${createHash('sha1').update(startUrl).digest('hex')}.json`);

/** Every file of the cache: a named sso-session's is called by a hash of that name, which we do not know. */
export function awsCacheFilesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^[0-9a-f]{40}\.json$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** What the AWS CLI writes there: Python's JSON on one line; times in UTC without a fraction, which Go's SDK insists on. */
export function awsCacheText(
  { startUrl, region }: SignInTarget,
  { accessToken, expiresAt, refreshToken, client }: SignIn,
): string {
  const fields = {
    startUrl,
    region,
    accessToken,
    expiresAt: seconds(expiresAt),
    ...(client.clientId !== '' && {
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      registrationExpiresAt: seconds(client.expiresAt),
    }),
    ...(refreshToken !== undefined && { refreshToken }),
  };
  const pairs = Object.entries(fields).map(
    ([key, text]) => `${JSON.stringify(key)}: ${JSON.stringify(text)}`,
  );
  return `{${pairs.join(', ')}}`;
}

const seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
