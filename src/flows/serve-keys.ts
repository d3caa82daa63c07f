import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Chain, keysAreAround } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { KeyAnswer, ListeningKeyServer } from '../domain/key-server.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import { childEnvironment } from '../identity/child-environment.ts';
import { inAnyEnvironment } from '../identity/selecting-variables.ts';
import { chainKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { chooseAlone } from './environment-of.ts';
import { inheritedFrom } from './hand-over.ts';
import { mint } from './mint.ts';
import type { EnvironmentRequest } from './questions.ts';
import { tellingReach } from './telling-reach.ts';
import { unasked } from './unasked.ts';

export interface ServeRequest extends Omit<EnvironmentRequest, 'credentials'> {
  /** 0 for a free one. */
  readonly port: number;
}

/** A server that hands out one identity's keys, until it is closed. */
export interface ServedKeys {
  readonly identity: string;
  /** What makes a program ask it: in this environment, and in one that is not known. */
  readonly here: EnvironmentChange;
  readonly anywhere: EnvironmentChange;
  readonly server: ListeningKeyServer;
  /** Ends it, and removes the file of its token. */
  close(): Promise<void>;
}

/** SDKs give up after two seconds (botocore). */
const patienceMs = 1800;

/**
 * Serves an identity's keys on 127.0.0.1 and makes them anew when they are asked for and near their end. The first keys
 * are made before it listens. The token rests in a file, in memory where this machine has such a folder.
 * Throws Problem `usage` for an identity without keys of ours or a port that is taken, and what `mint` throws.
 */
export async function serveKeys(ports: Ports, request: ServeRequest): Promise<ServedKeys> {
  const { auth, identity, chain } = await chooseAlone(ports, request);
  if (keysAreAround(chain)) throw nothingToServe(identity.name);
  const keyring = ports.keyring(auth.keyring);
  // AWS's SDKs take no keys without a session from such a server.
  const { sessionToken } = await tellingReach(auth, chain, () => mint(ports, keyring, chain));
  if (sessionToken === undefined) throw nothingToServe(identity.name);
  const token = randomBytes(32).toString('base64url');
  const server = await ports.keyServer.listen({
    port: request.port,
    token,
    // Whoever asks waits for two seconds at most: nobody is asked for a code.
    answer: () => answerInTime(unasked(ports), keyring, chain),
  });
  const folder = join(ports.here.keyFiles, `serve-${new URL(server.url).port}`);
  const [tokenFile, emptyFile] = [join(folder, 'token'), join(folder, 'empty')];
  // A line break at its end would be part of the token.
  ports.writer.write(tokenFile, token, 0o600);
  ports.writer.write(emptyFile, '', 0o600);
  const handover = { mode: 'serve', url: server.url, tokenFile, emptyFile } as const;
  const here = childEnvironment(chain, identity.name, handover, inheritedFrom(ports));
  return {
    identity: identity.name,
    here,
    anywhere: inAnyEnvironment(here),
    server,
    async close() {
      await server.close();
      ports.writer.removeAll(folder);
    },
  };
}

async function answerInTime(ports: Ports, keyring: Keyring, chain: Chain): Promise<KeyAnswer> {
  const late = ports.clock
    .sleep(patienceMs)
    .then(() => refused('Timeout', 'Keys are being made. Ask again.'));
  try {
    return await Promise.race([late, keysAnswer(ports, keyring, chain)]);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return refused(error.code, [error.message, ...(error.hint === undefined ? [] : [error.hint])].join(' '));
  }
}

async function keysAnswer(ports: Ports, keyring: Keyring, chain: Chain): Promise<KeyAnswer> {
  const keys = await mint(ports, keyring, chain);
  const key = chainKey(chain);
  const AccountId = keyring.labels().find((one) => one.key === key)?.label.accountId;
  const body = {
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    Token: keys.sessionToken,
    Expiration: keys.expiresAt.toISOString(),
    ...(AccountId !== undefined && { AccountId }),
  };
  return { status: 200, body: JSON.stringify(body) };
}

const refused = (Code: string, Message: string): KeyAnswer => ({
  status: 400,
  body: JSON.stringify({ Code, Message }),
});

function nothingToServe(name: string): Problem {
  return new Problem({
    code: 'usage',
    message: `${name} has no session keys of ours that could be served.`,
    hint: 'Name an identity that is a permission set or a role.',
  });
}
