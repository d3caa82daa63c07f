import { dirname } from 'node:path';
import { accountIdOf } from '../src/domain/chain.ts';
import { answerAboutAuth } from '../src/flows/auth-answer.ts';
import type { PinnedChain } from '../src/flows/hand-over.ts';
import { keepKeyEnds } from '../src/flows/key-ends.ts';
import { mint } from '../src/flows/mint.ts';
import { readPinnedChain } from '../src/flows/pinned-chain.ts';
import { unasked } from '../src/flows/unasked.ts';
import { chainOf } from '../src/identity/chain.ts';
import { findIdentity } from '../src/identity/find-identity.ts';
import { chainKey } from '../src/identity/session-key.ts';
import { usage } from './grammar/read-call.ts';
import { textFlag } from './grammar/verb.ts';
import { processJson } from './speak/process-json.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `auth process`: keys for an AWS SDK. It never asks: nobody may be in front of the program that called it. */
export const run: RunVerb = async (context) => {
  const { print } = context;
  const ports = unasked(context.ports);
  const { chain, keyring: settings } = await pinned({ ...context, ports });
  const keyring = ports.keyring(settings);
  const keys = await mint(ports, keyring, chain);
  const key = chainKey(chain);
  const label = keyring.labels().find((one) => one.key === key)?.label;
  print(processJson(keys, label?.accountId ?? accountIdOf(chain)));
  const file = textFlag(context.call, 'chain');
  if (file !== undefined) keepKeyEnds(ports, keyring, chain, dirname(file));
  return 0;
};

async function pinned({ call, ports }: VerbContext): Promise<Omit<PinnedChain, 'key'>> {
  const file = textFlag(call, 'chain');
  if (file !== undefined) return readPinnedChain(ports, file);
  const name = textFlag(call, 'identity');
  if (name === undefined) throw usage(call.verb, 'auth process needs --identity.');
  const { auth } = await answerAboutAuth(ports, projectFlags(call));
  return { chain: chainOf(auth, findIdentity(auth, name)), keyring: auth.keyring };
}
