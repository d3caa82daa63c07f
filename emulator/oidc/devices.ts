import { randomBytes, randomInt } from 'node:crypto';
import type { Context } from '../context.ts';
import { type DeviceGrant, hashOf } from '../state/sessions.ts';
import type { RegisteredClient } from './clients.ts';

/** What a person who types a code may be shown of it. */
export interface DeviceView {
  /** As it stands in the terminal: `XXXX-XXXX`. */
  readonly userCode: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly status: DeviceGrant['status'] | 'expired';
  readonly expiresAt: Date;
}

// No vowels, so that no word comes out, and nothing that looks like a digit.
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** Begins a device authorization and returns the two codes: one for the client, one for the person. */
export function startDevice(
  context: Context,
  client: RegisteredClient,
): { readonly deviceCode: string; readonly userCode: string } {
  const deviceCode = randomBytes(32).toString('base64url');
  const pick = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  const userCode = `${pick()}-${pick()}`;
  const now = context.now();
  context.sessions.change(now, (content) => {
    content.devices[hashOf(deviceCode)] = {
      userCode,
      clientId: client.id,
      clientName: client.name,
      scopes: client.scopes,
      expiresAt: now.getTime() + context.seed.lifetimes.deviceCode,
      status: 'pending',
    };
  });
  context.issued('device-code', deviceCode);
  return { deviceCode, userCode };
}

/** The request behind a code as a person types it: lower case, spaces and a missing dash are fine. */
export function findDevice(context: Context, userCode: string): DeviceView | undefined {
  const grant = grantOf(context, userCode);
  return grant === undefined ? undefined : view(context, grant);
}

/**
 * Writes down what a person decided, and says so in the audit log. Only the first decision about a pending code
 * counts; the answer is the code's state afterwards with `decided` telling whether this call did it, or undefined for
 * an unknown code.
 */
export function decideDevice(
  context: Context,
  userCode: string,
  user: string,
  decision: 'approved' | 'denied',
): (DeviceView & { readonly decided: boolean }) | undefined {
  const grant = grantOf(context, userCode);
  if (grant === undefined) return undefined;
  const before = view(context, grant);
  if (before.status !== 'pending') return { ...before, decided: false };
  context.sessions.change(context.now(), () => {
    grant.status = decision;
    grant.user = user;
  });
  context.audit({
    service: 'sso-oidc',
    action: 'ApproveDevice',
    outcome: decision === 'approved' ? 'allowed' : 'denied',
    principal: user,
    resource: grant.clientName,
    ...(decision === 'denied' && { error: 'access_denied' }),
  });
  return { ...view(context, grant), decided: true };
}

function grantOf(context: Context, userCode: string): DeviceGrant | undefined {
  const typed = userCode.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return Object.values(context.sessions.content.devices).find(
    (grant) => grant.userCode.replace('-', '') === typed,
  );
}

function view(context: Context, grant: DeviceGrant): DeviceView {
  const late = grant.expiresAt <= context.now().getTime() && grant.status !== 'used';
  return {
    userCode: grant.userCode,
    clientName: grant.clientName,
    scopes: grant.scopes,
    status: late ? 'expired' : grant.status,
    expiresAt: new Date(grant.expiresAt),
  };
}
