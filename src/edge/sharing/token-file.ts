import { readFileSync } from 'node:fs';
import type { SharedWith, SignInTarget } from '../../domain/chain.ts';
import type { SignIn } from '../../domain/session.ts';

/** A token in a file of another program. */
export interface StoredToken {
  readonly of: SharedWith;
  readonly path: string;
  readonly signIn: SignIn;
}

/**
 * The token that a file holds for a target; undefined for anything else, such as a torn file, another portal's, or a
 * client registration. Both formats have the same fields. Sources: botocore's SSO token cache, Atmos's session file.
 */
export function readToken(path: string, of: SharedWith, target: SignInTarget): StoredToken | undefined {
  const record = parsed(path);
  const { accessToken, startUrl, region, refreshToken } = record;
  const expiresAt = dateOf(record['expiresAt']);
  if (typeof accessToken !== 'string' || accessToken === '' || expiresAt === undefined) return undefined;
  if (startUrl !== target.startUrl || region !== target.region) return undefined;
  const { clientId, clientSecret } = record;
  const registered = typeof clientId === 'string' && typeof clientSecret === 'string';
  const client = {
    clientId: registered ? clientId : '',
    clientSecret: registered ? clientSecret : '',
    expiresAt: (registered ? dateOf(record['registrationExpiresAt']) : undefined) ?? new Date(0),
    foreign: true,
  } as const;
  return {
    of,
    path,
    signIn: {
      accessToken,
      expiresAt,
      client,
      signedInAt: new Date(),
      ...(typeof refreshToken === 'string' && refreshToken !== '' && { refreshToken }),
    },
  };
}

function parsed(path: string): Record<string, unknown> {
  try {
    const record: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

// Older versions of the AWS CLI end a time with UTC instead of Z.
function dateOf(text: unknown): Date | undefined {
  if (typeof text !== 'string') return undefined;
  const date = new Date(text.replace(/UTC$/, 'Z'));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
