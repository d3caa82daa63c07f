import type { SignInTarget } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { SignIn } from '../domain/session.ts';
import { mockEnd } from '../identity/mock-keys.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { restoreSignIn } from './session-shape.ts';
import { adoptSignIn, keepSignIn } from './shared-sign-in.ts';

type Needs = Pick<Ports, 'clock' | 'leases' | 'aws' | 'sharing'>;

/** An access token is renewed while it still has this long to live, as the AWS SDK for JavaScript does. */
const windowMs = 5 * 60_000;

/**
 * The sign-in at a provider, renewed in silence where its token is about to end; another program's at the same portal
 * where there is none of ours. Undefined where nobody is signed in, or where the portal session has ended. One process renews; the others wait and read what it stored.
 * Throws Problem `endpoint-unreachable`, `service-error`.
 */
export async function currentSignIn(
  ports: Needs,
  keyring: Keyring,
  target: SignInTarget,
): Promise<SignIn | undefined> {
  if (target.kind === 'mock/aws') return mockSignIn(ports.clock.now());
  const signIn = (await storedSignIn(keyring, target)) ?? (await adoptSignIn(ports, keyring, target));
  if (signIn === undefined || hasTime(signIn, ports.clock.now(), windowMs)) return signIn;
  return (await renewSignIn(ports, keyring, target, signIn)) ?? adoptSignIn(ports, keyring, target);
}

/**
 * Exchanges the refresh token for a new access token. `seen` is the sign-in that was found wanting: where another
 * process has stored a newer one meanwhile, that one is returned.
 */
export async function renewSignIn(
  ports: Needs,
  keyring: Keyring,
  target: SignInTarget,
  seen: SignIn,
): Promise<SignIn | undefined> {
  return ports.leases.hold(`sign-in-${signInKey(target)}`, async () => {
    const signIn = await storedSignIn(keyring, target);
    if (signIn === undefined || signIn.accessToken !== seen.accessToken) return signIn;
    if (signIn.refreshToken === undefined || !hasTime(signIn.client, ports.clock.now(), 0))
      return hasTime(signIn, ports.clock.now(), 0) ? signIn : undefined;
    try {
      const grant = { type: 'refresh', refreshToken: signIn.refreshToken } as const;
      const tokens = await ports.aws.signIn(target).token(signIn.client, grant);
      if ('waiting' in tokens) throw unexpectedWait();
      const renewed: SignIn = { ...signIn, ...tokens };
      await keepSignIn(ports, keyring, target, renewed);
      return renewed;
    } catch (error) {
      if (isProblem(error) && ['login-required', 'login-expired'].includes(error.code)) {
        await keyring.remove(signInKey(target));
        return undefined;
      }
      // The old token serves until its end, whatever keeps us from a new one.
      if (hasTime(signIn, ports.clock.now(), 0)) return signIn;
      throw error;
    }
  });
}

/** What rests in the keyring, whatever its age. */
export async function storedSignIn(keyring: Keyring, target: SignInTarget): Promise<SignIn | undefined> {
  return restoreSignIn(await keyring.get(signInKey(target)));
}

/** Everybody is signed in at a mock provider, and nothing of it rests anywhere. */
function mockSignIn(now: Date): SignIn {
  const client = { clientId: 'mock', clientSecret: 'mock', expiresAt: mockEnd };
  return { accessToken: 'mock', expiresAt: mockEnd, signedInAt: now, client };
}

function hasTime(session: { readonly expiresAt: Date }, now: Date, neededMs: number): boolean {
  return session.expiresAt.getTime() - now.getTime() > neededMs;
}

function unexpectedWait(): Problem {
  return new Problem({
    code: 'service-error',
    message: 'The portal asked to wait for a token that needs no waiting.',
  });
}
