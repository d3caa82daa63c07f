import type { AuthSection, Identity } from '../src/domain/auth.ts';
import { answerAboutAuth } from '../src/flows/auth-answer.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { clusterToken, nobodyInCluster } from '../src/flows/cluster-token.ts';
import type { PinnedChain } from '../src/flows/hand-over.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { pickAlone } from '../src/flows/pick-alone.ts';
import { readPinnedChain } from '../src/flows/pinned-chain.ts';
import { unasked } from '../src/flows/unasked.ts';
import { chainOf } from '../src/identity/chain.ts';
import { findIdentity } from '../src/identity/find-identity.ts';
import { usage } from './grammar/read-call.ts';
import { textFlag } from './grammar/verb.ts';
import { execCredentialText } from './speak/exec-credential.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `aws eks token`: a token for a cluster, as kubectl asks for it. It never asks: kubectl may run anywhere. */
export const run: RunVerb = async (context) => {
  const { call, print } = context;
  const name = textFlag(call, 'cluster-name');
  if (name === undefined) throw usage(call.verb, 'aws eks token needs --cluster-name.');
  const ports = unasked(context.ports);
  const { chain, keyring } = await whose({ ...context, ports });
  const cluster = { name, region: textFlag(call, 'region') ?? chain.region };
  const token = await clusterToken(ports, ports.keyring(keyring), chain, cluster);
  print(execCredentialText(token, ports.environment.get('KUBERNETES_EXEC_INFO')));
  return 0;
};

async function whose({ call, ports }: VerbContext): Promise<Omit<PinnedChain, 'key'>> {
  const file = textFlag(call, 'chain');
  if (file !== undefined) return readPinnedChain(ports, file);
  const name = textFlag(call, 'identity');
  if (name !== undefined) {
    // The answer is kept, so that the door has it the next time.
    const { auth } = await answerAboutAuth(ports, projectFlags(call));
    return pinned(auth, findIdentity(auth, name));
  }
  const { project, auth } = await openConfiguredProject(ports, projectFlags(call));
  const choice = pickAlone({ project, auth }, ports.environment, undefined);
  const [only, ...others] = auth.identities.values();
  if (choice.type === 'ask' && only !== undefined && others.length === 0) return pinned(auth, only);
  const { identity } = await settleChoice(ports, auth, choice);
  if (identity !== undefined) return pinned(auth, identity);
  throw nobodyInCluster();
}

const pinned = (auth: AuthSection, identity: Identity) => ({
  chain: chainOf(auth, identity),
  keyring: auth.keyring,
});
