import type { SignInTarget } from '../domain/chain.ts';
import type { SignIn } from '../domain/session.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { signInLabel } from './session-shape.ts';

type Needs = Pick<Ports, 'clock' | 'sharing'>;

/** A token with less than this left would be asked for anew at once. */
const worthwhileMs = 5 * 60_000;

/**
 * Takes over the sign-in of another program at the same portal, so that nobody signs in twice: its access token, and
 * with it what renews that, where `kit.share` names the program. Without it the refresh token is left alone: using it
 * up would sign the other program out. Undefined where there is none, or behind an endpoint URL.
 */
export async function adoptSignIn(
  { clock, sharing }: Needs,
  keyring: Keyring,
  target: SignInTarget,
): Promise<SignIn | undefined> {
  if (target.endpointUrl !== undefined) return undefined;
  const found = sharing.read(target);
  if (found === undefined) return undefined;
  const shared = target.share?.includes(found.of) === true;
  const { refreshToken, ...tokenAlone } = found.signIn;
  const signIn = shared ? found.signIn : tokenAlone;
  const now = clock.now().getTime();
  const renewable = shared && refreshToken !== undefined && signIn.client.expiresAt.getTime() > now;
  if (signIn.expiresAt.getTime() - now <= worthwhileMs && !renewable) return undefined;
  await keyring.put(signInKey(target), signInLabel(target, signIn), signIn);
  return signIn;
}

/** Puts a sign-in to rest, and into the files of the programs that `kit.share` names. Throws what `put` throws, `file-unwritable`. */
export async function keepSignIn(
  { sharing }: Pick<Ports, 'sharing'>,
  keyring: Keyring,
  target: SignInTarget,
  signIn: SignIn,
): Promise<void> {
  await keyring.put(signInKey(target), signInLabel(target, signIn), signIn);
  for (const program of target.share ?? []) sharing.write(target, program, signIn);
}
