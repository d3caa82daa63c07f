import type { KeyObject } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Context } from '../context.ts';
import type { IamRole, Trust } from '../seed/seed.ts';
import { issuerPublicKey } from '../state/issuer-key.ts';
import { StsRefusal } from './refusal.ts';

/** What a verified token says about its bearer. */
export interface WebIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

type WebTrust = Extract<Trust, { kind: 'web-identity' }>;

/**
 * Verifies a JWT (RS256) against the emulator's own issuer key, the only identity provider there is.
 * Throws StsRefusal `InvalidIdentityToken`, `ExpiredTokenException`.
 */
export async function verifyWebIdentity(context: Context, token: string): Promise<WebIdentity> {
  const payload = await verifiedPayload(token, issuedBy(context), context.now());
  const { iss, sub, aud } = payload;
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (typeof iss !== 'string' || typeof sub !== 'string' || !audiences.every(isText))
    throw invalidToken('The token must hold the claims iss, sub and aud.');
  return { issuer: iss, subject: sub, audiences };
}

/**
 * The audience by which `identity` may have `role`: the trust's issuer, audience and subject all fit.
 * Throws StsRefusal `InvalidIdentityToken` where the account knows the issuer or the audience from no role,
 * and `AccessDenied` where this role does not trust the bearer.
 */
export function trustedAudience(context: Context, roleArn: string, identity: WebIdentity): string {
  const role = context.directory.findRole(roleArn);
  const account = /^arn:[^:]*:iam::(\d{12}):/.exec(roleArn)?.[1];
  const neighbours = context.seed.roles.filter((one) => one.account === account);
  const providers = neighbours.flatMap(webTrusts).filter(({ issuer }) => issuer === identity.issuer);
  if (providers.length === 0)
    throw invalidToken(`No OpenIDConnect provider found in your account for ${identity.issuer}`);
  if (!providers.some(({ audience }) => identity.audiences.includes(audience)))
    throw invalidToken('Incorrect token audience');
  const trust = role === undefined ? undefined : webTrusts(role).find((one) => fits(one, identity));
  if (trust === undefined)
    throw new StsRefusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
  return trust.audience;
}

async function verifiedPayload(token: string, key: KeyObject, now: Date): Promise<JWTPayload> {
  try {
    const options = { algorithms: ['RS256'], currentDate: now, requiredClaims: ['exp'] };
    return (await jwtVerify(token, key, options)).payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired)
      throw new StsRefusal(
        400,
        'ExpiredTokenException',
        `Token expired: current date/time ${Math.floor(now.getTime() / 1000)} must be before the expiration date/time ${cause.payload.exp}`,
      );
    if (cause instanceof errors.JOSEError)
      throw invalidToken(`The ID Token provided is not valid: ${cause.message}.`);
    throw cause;
  }
}

function issuedBy(context: Context): KeyObject {
  const key = issuerPublicKey(context.folder);
  if (key === undefined)
    throw invalidToken(
      "The local emulator's own issuer has signed no token yet, so this one is not from it.",
    );
  return key;
}

function webTrusts(role: IamRole): WebTrust[] {
  return role.trust.filter((trust) => trust.kind === 'web-identity');
}

function fits(trust: WebTrust, identity: WebIdentity): boolean {
  const pattern = trust.subject.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return (
    trust.issuer === identity.issuer &&
    identity.audiences.includes(trust.audience) &&
    new RegExp(`^${pattern.join('.*')}$`, 's').test(identity.subject)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function invalidToken(message: string): StsRefusal {
  return new StsRefusal(400, 'InvalidIdentityToken', message);
}
