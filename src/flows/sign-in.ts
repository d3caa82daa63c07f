import { createHash, randomBytes } from 'node:crypto';
import type { SignInTarget } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { ClientRegistration, SignIn } from '../domain/session.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Keyring, Ports, SignInService, Tokens } from '../ports.ts';
import { awaitBrowser, browserWaitMs } from './await-browser.ts';
import { currentSignIn, storedSignIn } from './current-sign-in.ts';
import { keepSignIn } from './shared-sign-in.ts';
import { tryKeyring } from './try-keyring.ts';
import { waitForApproval } from './wait-for-approval.ts';

export type SignInNeeds = Pick<
  Ports,
  'clock' | 'leases' | 'aws' | 'browser' | 'callbacks' | 'terminal' | 'interrupts' | 'here' | 'sharing'
>;

export interface SignInOptions {
  /** Forces the flow with a code, as for a browser on another machine. */
  readonly device?: boolean;
  /** Signs in again although there is a sign-in. */
  readonly force?: boolean;
}

export interface SignInOutcome {
  readonly signIn: SignIn;
  /** False where there was one already. */
  readonly fresh: boolean;
}

/** Registrations name this address; a portal ignores the port of a loopback address (RFC 8252). */
const registeredRedirect = 'http://127.0.0.1/oauth/callback';

/**
 * Signs a person in at a provider: in her browser where there is one here (authorization code with PKCE), else with
 * a code that she enters in any browser (device flow). One process per sign-in; the others wait and find it done.
 * In CI nobody would come to do it: only `device` asks for a code there.
 * Throws Problem `login-denied`, `login-expired`, `login-failed`, `login-required` in CI, `interrupted` (130),
 * `endpoint-unreachable`, `service-error`, `file-unwritable`. Nothing is stored unless it succeeds.
 */
export async function signIn(
  ports: SignInNeeds,
  keyring: Keyring,
  target: SignInTarget,
  options: SignInOptions = {},
): Promise<SignInOutcome> {
  if (!options.force || target.kind === 'mock/aws') {
    const current = await currentSignIn(ports, keyring, target);
    if (current !== undefined) return { signIn: current, fresh: false };
  }
  if (ports.here.unattended && !options.device) throw nobodyThere(target);
  const key = signInKey(target);
  const seen = (await storedSignIn(keyring, target))?.accessToken;
  return ports.leases.hold(
    `sign-in-${key}`,
    async () => {
      const meanwhile = await storedSignIn(keyring, target);
      if (meanwhile !== undefined && meanwhile.accessToken !== seen)
        return { signIn: meanwhile, fresh: false };
      await tryKeyring(keyring, ports.clock.now());
      const made = await askPerson(ports, target, options, meanwhile?.client);
      await keepSignIn(ports, keyring, target, made);
      return { signIn: made, fresh: true };
    },
    {
      waitMs: browserWaitMs,
      onWait: (holder) =>
        ports.terminal.say(
          `Another command is signing in at ${target.provider} (${holder}); waiting for it. Ctrl-C ends the waiting.`,
        ),
    },
  );
}

async function askPerson(
  ports: SignInNeeds,
  target: SignInTarget,
  options: SignInOptions,
  known: ClientRegistration | undefined,
): Promise<SignIn> {
  const service = ports.aws.signIn(target);
  const missing = options.device ? 'asked for with --device' : ports.browser.missing();
  const redirects = missing === undefined ? [registeredRedirect] : undefined;
  const register = async (): Promise<ClientRegistration> => {
    const registered = await service.register({
      startUrl: target.startUrl,
      scopes: target.scopes,
      ...(redirects && { redirectUris: redirects }),
    });
    return { ...registered, ...(redirects && { redirectUris: redirects }) };
  };
  // A registration outlives the sign-ins made with it, but serves only the flow that it was made for.
  // --force starts over: the portal may no longer know the old one, and its page could not tell us so.
  const reusable =
    !options.force &&
    known !== undefined &&
    known.foreign !== true &&
    known.expiresAt > ports.clock.now() &&
    (known.redirectUris?.length ?? 0) === (redirects?.length ?? 0);
  const client = reusable ? known : await register();
  const { signal, dispose } = ports.interrupts.listen();
  try {
    const tokens =
      missing === undefined
        ? await inBrowser(ports, service, target, client, signal)
        : await withCode(ports, service, target, client, signal, missing);
    return { ...tokens, client, signedInAt: ports.clock.now() };
  } finally {
    dispose();
  }
}

async function inBrowser(
  ports: SignInNeeds,
  service: SignInService,
  target: SignInTarget,
  client: ClientRegistration,
  signal: AbortSignal,
): Promise<Tokens> {
  const state = randomBytes(24).toString('base64url');
  const verifier = randomBytes(48).toString('base64url');
  const callback = await ports.callbacks.listen(state);
  try {
    const url = service.authorizeUrl({
      client,
      redirectUri: callback.redirectUri,
      scopes: target.scopes,
      state,
      challenge: createHash('sha256').update(verifier).digest('base64url'),
    });
    ports.terminal.say(
      `Opening your browser to sign in at ${target.startUrl}.\nIf none opens, follow this address:\n\n  ${url}\n`,
    );
    await ports.browser.open(url);
    const code = await awaitBrowser(ports, (both) => callback.answer(both), signal);
    const grant = { type: 'code', code, redirectUri: callback.redirectUri, verifier } as const;
    const tokens = await service.token(client, grant);
    if ('waiting' in tokens)
      throw new Problem({ code: 'login-failed', message: 'The portal gave no token for its own code.' });
    return tokens;
  } finally {
    callback.close();
  }
}

async function withCode(
  ports: SignInNeeds,
  service: SignInService,
  target: SignInTarget,
  client: ClientRegistration,
  signal: AbortSignal,
  missing: string,
): Promise<Tokens> {
  const device = await service.startDevice(client, target.startUrl);
  ports.terminal.say(
    [
      `Signing in with a code, because no browser is used here (${missing}).`,
      `Open this address in any browser and check that it shows the code ${device.userCode}:`,
      '',
      `  ${device.verificationUriComplete}`,
      '',
    ].join('\n'),
  );
  return waitForApproval(ports, service, client, device, signal);
}

function nobodyThere({ provider, startUrl }: SignInTarget): Problem {
  return new Problem({
    code: 'login-required',
    message: `You are not signed in at ${provider} (${startUrl}), and in CI nobody is there to do it in a browser.`,
    hint: 'atmos-kit auth login --device shows a code that somebody can enter in a browser elsewhere.',
  });
}

/** True for a Problem that a new sign-in can mend. */
export function needsSignIn(error: unknown): boolean {
  return isProblem(error) && ['login-required', 'session-ended'].includes(error.code);
}
