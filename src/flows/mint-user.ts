import type { Chain, ChainStep, UserKeys } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { LongLivedKeys } from '../domain/session.ts';
import { userKeysKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';

type Needs = Pick<Ports, 'aws' | 'terminal'>;
type UserStep = ChainStep & { kind: 'aws/user' };

/** What GetSessionToken allows, in seconds. Source: AWS's documentation of it, and Atmos for the usual and the longest one without MFA. */
const shortest = 900;
const usual = 43_200;
const longest = 43_200;
const longestWithMfa = 129_600;

/**
 * A session of an IAM user, for which its long-lived keys are shown to AWS once. `mfaCode` is that of the device that
 * the identity names. Throws Problem `login-required` (exit 2) where a code is needed and there is none,
 * `credentials-unavailable` where there are no keys of the user, and what STS's calls throw.
 */
export async function keysOfUser(
  ports: Needs,
  keyring: Keyring,
  chain: Chain,
  step: UserStep,
  mfaCode?: string,
) {
  const root = chain.root as UserKeys;
  const { mfaArn, identity } = step;
  const keys = root.keys?.open() ?? (await storedKeys(keyring, chain));
  if (keys === undefined) throw noKeys(root);
  if (mfaArn !== undefined && mfaCode === undefined)
    throw new Problem({
      code: 'login-required',
      message: `${identity} needs a code of its MFA device (${mfaArn}).`,
      hint: `atmos-kit auth login --identity ${identity}`,
    });
  return {
    keys: await ports.aws.tokens(root).userSession(keys, {
      durationSeconds: duration(ports, step),
      ...(mfaArn !== undefined && mfaCode !== undefined && { mfaArn, mfaCode }),
    }),
  };
}

async function storedKeys(keyring: Keyring, chain: Chain): Promise<LongLivedKeys | undefined> {
  const stored = (await keyring.get(userKeysKey(chain))) as Partial<LongLivedKeys> | undefined;
  const { accessKeyId, secretAccessKey } = stored ?? {};
  return typeof accessKeyId === 'string' && typeof secretAccessKey === 'string'
    ? { accessKeyId, secretAccessKey }
    : undefined;
}

function duration(ports: Needs, { durationSeconds: wanted = usual, identity, mfaArn }: UserStep): number {
  const given = Math.min(mfaArn === undefined ? longest : longestWithMfa, Math.max(shortest, wanted));
  if (given !== wanted)
    ports.terminal.say(
      `${identity} asks for sessions of ${wanted} seconds; it gets ${given}, as AWS allows.`,
    );
  return given;
}

function noKeys({ identity, keysDigest }: UserKeys): Problem {
  return new Problem({
    code: 'credentials-unavailable',
    message:
      keysDigest === undefined
        ? `There are no keys of the user ${identity} here.`
        : `The session of ${identity} has ended, and its keys stand in a configuration that is not read here.`,
    hint:
      keysDigest === undefined
        ? `atmos-kit auth user configure ${identity}`
        : 'Start the command again through atmos-kit.',
  });
}
