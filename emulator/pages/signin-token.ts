import type { Context } from '../context.ts';
import { sameText } from '../state/key.ts';
import { createKeyLookup, readSessionToken } from '../sts/session-keys.ts';

/** What a sign-in token stands for; it holds no key. */
interface ConsoleAccess {
  readonly account: string;
  readonly role: string;
  readonly permissionSet?: string;
  readonly arn: string;
  readonly principal: string;
  /** When the console session ends, in milliseconds. */
  readonly endsAt: number;
}

// The limits that AWS documents for its federation endpoint: how long a token is good, and a session in seconds.
const tokenLifetime = 15 * 60_000;
const shortest = 900;
const longest = 43_200;

/**
 * Exchanges role keys (`Session`: JSON with sessionId, sessionKey, sessionToken) for a token that opens the console
 * for 15 minutes. The console session lasts as long as the keys unless `SessionDuration` (seconds) says otherwise,
 * which chained keys may not. The fault is a sentence for a page with status 400.
 */
export function makeSigninToken(
  context: Context,
  session: string,
  duration: string | undefined,
): { readonly token: string; readonly access: ConsoleAccess } | { readonly fault: string } {
  const keys = readKeys(session);
  if (keys === undefined)
    return { fault: 'Session must be JSON with sessionId, sessionKey and sessionToken.' };
  const found = createKeyLookup(context)(keys.sessionId, keys.sessionToken);
  const role = readSessionToken(context, keys.sessionToken);
  if ('error' in found && found.error === 'expired') return { fault: 'These keys have expired.' };
  if ('error' in found || role === undefined || !sameText(found.secret, keys.sessionKey))
    return { fault: 'These are not keys of this emulator.' };
  // AWS's federation endpoint takes keys of roles and of federated users only.
  if (role.kind !== 'role') return { fault: 'Only keys of a role open the console.' };

  const now = context.now().getTime();
  let endsAt = role.expiresAt;
  if (duration !== undefined && duration !== '') {
    if (role.chained)
      return {
        fault: 'SessionDuration is not allowed with keys that came from another role (role chaining).',
      };
    const seconds = /^\d{1,6}$/.test(duration) ? Number(duration) : 0;
    if (seconds < shortest || seconds > longest)
      return { fault: `SessionDuration must be ${shortest} to ${longest} seconds.` };
    endsAt = now + seconds * 1000;
  }
  const access: ConsoleAccess = {
    account: role.account,
    role: role.roleName,
    ...(role.permissionSet !== undefined && { permissionSet: role.permissionSet }),
    arn: found.caller.arn,
    principal: role.principal,
    endsAt,
  };
  const epoch = context.sessions.content.epoch;
  const token = context.key.seal('signin-token', { access, validUntil: now + tokenLifetime, epoch });
  context.issued('signin-token', token);
  return { token, access };
}

/** What a token stands for; undefined when it is not ours, older than 15 minutes or from before a reset. */
export function readSigninToken(context: Context, token: string): ConsoleAccess | undefined {
  const content = context.key.open('signin-token', token) as
    | { access: ConsoleAccess; validUntil: number; epoch: string }
    | undefined;
  if (content === undefined || content.epoch !== context.sessions.content.epoch) return undefined;
  return content.validUntil > context.now().getTime() ? content.access : undefined;
}

function readKeys(
  text: string,
): { readonly sessionId: string; readonly sessionKey: string; readonly sessionToken: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { sessionId, sessionKey, sessionToken } = (value ?? {}) as Record<string, unknown>;
  if (typeof sessionId !== 'string' || typeof sessionKey !== 'string' || typeof sessionToken !== 'string')
    return undefined;
  return { sessionId, sessionKey, sessionToken };
}
