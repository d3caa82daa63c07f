import type { AuthSection } from '../src/domain/auth.ts';
import { Problem } from '../src/domain/problem.ts';
import { answerAboutAuth } from '../src/flows/auth-answer.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { currentSignIn } from '../src/flows/current-sign-in.ts';
import { sessionsAtHand } from '../src/flows/sessions-at-hand.ts';
import { signInTarget } from '../src/identity/chain-root.ts';
import { pickIdentity } from '../src/identity/pick-identity.ts';
import type { Keyring, Ports } from '../src/ports.ts';
import { textFlag } from './grammar/verb.ts';
import { sessionAskedFor } from './session-asked-for.ts';
import { sessionsLeftText, type TimeLeftFormat } from './speak/sessions-left.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `time-left`: until when an identity's keys, or the sign-ins, last. Keys are not made; a sign-in renews itself. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const { answer, auth } = await answerAboutAuth(ports, projectFlags(call));
  const keyring = ports.keyring(auth.keyring);
  const flag = sessionAskedFor(call, answer, {
    ATMOS_IDENTITY: ports.environment.get('ATMOS_IDENTITY'),
    ATMOS_KIT_IDENTITY: ports.environment.get('ATMOS_KIT_IDENTITY'),
  });
  const choice = flag === undefined ? undefined : pickIdentity({ auth, flag, defaults: [] });
  const identity = choice && (await settleChoice(ports, auth, choice)).identity?.name;
  if (identity === undefined) await renewSignIns(ports, keyring, auth);
  const labels = new Map(keyring.labels().map(({ key, label }) => [key, label]));
  const now = ports.clock.now();
  const sessions = sessionsAtHand(answer, (key) => labels.get(key), identity, now);
  if (sessions.length === 0) throw nothingLeft(identity, answer.providers[0]?.name);
  print(sessionsLeftText(sessions, now, (textFlag(call, 'format') ?? 'table') as TimeLeftFormat));
  return 0;
};

// Only the portal knows whether a sign-in whose token has ended is over.
async function renewSignIns(ports: Ports, keyring: Keyring, auth: AuthSection): Promise<void> {
  for (const provider of auth.providers.values()) {
    if (provider.fault === undefined && provider.kind === 'aws/iam-identity-center')
      await currentSignIn(ports, keyring, signInTarget(provider));
  }
}

function nothingLeft(identity: string | undefined, provider: string | undefined): Problem {
  return new Problem({
    code: 'login-required',
    message:
      identity === undefined
        ? `You are not signed in${provider === undefined ? '' : ` at ${provider}`}.`
        : `No keys of ${identity} are at hand.`,
    hint:
      identity === undefined
        ? `atmos-kit auth login${provider === undefined ? '' : ` --provider ${provider}`}`
        : `atmos-kit auth login --identity ${identity}`,
  });
}
