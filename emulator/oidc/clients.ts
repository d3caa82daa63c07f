import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { sameText } from '../state/key.ts';

export const grantTypes = {
  device: 'urn:ietf:params:oauth:grant-type:device_code',
  code: 'authorization_code',
  refresh: 'refresh_token',
} as const;

/** What a client said about itself at registration. Times are milliseconds. */
export interface Client {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  /** Empty for all grants: clients of the device flow register without any. */
  readonly grantTypes: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface RegisteredClient extends Client {
  readonly id: string;
}

/**
 * The id and the secret of a new client. The id carries the registration and the secret is derived from it, so
 * nothing is stored and both outlive the process: clients keep a registration for months and never ask again.
 */
export function makeClient(
  context: Context,
  client: Client,
): { readonly id: string; readonly secret: string } {
  // Two registrations of the same kind within a second are still two clients.
  const id = context.key.seal('client', { ...client, nonce: randomBytes(6).toString('hex') });
  const secret = secretOf(context, id);
  context.issued('client-secret', secret);
  return { id, secret };
}

/** The client of an id that is ours and has not expired. */
export function findClient(context: Context, id: string): RegisteredClient | undefined {
  const client = context.key.open('client', id) as Client | undefined;
  if (client === undefined || client.expiresAt <= context.now().getTime()) return undefined;
  return { ...client, id };
}

/** The client of an id, when the secret belongs to it. */
export function checkClient(context: Context, id: string, secret: string): RegisteredClient | undefined {
  const client = findClient(context, id);
  return client !== undefined && sameText(secret, secretOf(context, id)) ? client : undefined;
}

function secretOf(context: Context, id: string): string {
  return `LocalEmulatorClient/${context.key.derive('client-secret', id).toString('base64')}`;
}
