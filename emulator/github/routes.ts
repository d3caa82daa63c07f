import { createPublicKey, randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { exportJWK, SignJWT } from 'jose';
import type { Context } from '../context.ts';
import { issuerKey } from '../state/issuer-key.ts';
import { claimsOf, type FullJob, ownerOf, subjectOf } from './job.ts';
import { jobOf } from './job-variables.ts';

const issuer = 'https://token.actions.githubusercontent.com';
const keyId = 'local-emulator';

/** GitHub's token service: what a job asks for its ID token, and how others verify one. */
export function githubRoutes(context: Context): Hono {
  const app = new Hono();
  app.get('/github/idtoken/:run', async (call) => {
    const entry = { service: 'github', action: 'GetIdToken' };
    const bearer = /^bearer (.+)$/i.exec(call.req.header('authorization') ?? '')?.[1] ?? '';
    const job = jobOf(context, bearer);
    if (job === undefined) {
      context.audit({ ...entry, outcome: 'denied', error: 'Unauthorized' });
      return call.json({ message: 'The job token is missing, not valid, or the job is over.' }, 401);
    }
    // Without one, GitHub names the owner of the repository.
    const audience = call.req.query('audience') || `https://github.com/${ownerOf(job)}`;
    context.audit({ ...entry, outcome: 'allowed', principal: subjectOf(job), resource: audience });
    const value = await idToken(context, job, audience);
    return call.json({ count: value.length, value });
  });
  app.get('/.well-known/openid-configuration', (call) =>
    call.json({
      issuer,
      jwks_uri: `${context.origin}/.well-known/jwks`,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    }),
  );
  app.get('/.well-known/jwks', async (call) => {
    const key = await exportJWK(createPublicKey(issuerKey(context.folder)));
    return call.json({ keys: [{ ...key, use: 'sig', alg: 'RS256', kid: keyId }] });
  });
  return app;
}

/** An ID token as GitHub makes it: good for five minutes. */
async function idToken(context: Context, job: FullJob, audience: string): Promise<string> {
  const now = Math.floor(context.now().getTime() / 1000);
  const token = await new SignJWT({ ...claimsOf(job), jti: randomUUID() })
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: keyId })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now - 600)
    .setExpirationTime(now + 300)
    .sign(issuerKey(context.folder));
  context.issued('id-token', token);
  return token;
}
