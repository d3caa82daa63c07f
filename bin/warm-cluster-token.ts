import { readFileSync } from 'node:fs';
import { eksTokenVerb } from '../scripts/grammar/eks-token-verb.ts';
import { type Call, textFlag } from '../scripts/grammar/verb.ts';
import { execCredentialText } from '../scripts/speak/exec-credential.ts';
import type { PinnedChain } from '../src/flows/hand-over.ts';
import { restoreClusterToken } from '../src/flows/session-shape.ts';
import { clusterTokenKey } from '../src/identity/session-key.ts';
import type { Places } from '../src/store/paths.ts';
import { findSession } from '../src/store/session-file.ts';
import { plainCall } from './plain-call.ts';
import { answerWith, authHere } from './warm-answer.ts';

/**
 * Prints what an `aws eks token` asks for where a token is at rest that has not ended; false where the whole program has to
 * answer. Each kubectl asks it, so it has a file of its own that holds nothing else.
 */
export function answer(argv: readonly string[]): boolean {
  return answerWith((places) => {
    const call = plainCall(eksTokenVerb, argv);
    const cluster = call && textFlag(call, 'cluster-name');
    if (call === undefined || cluster === undefined) return undefined;
    const { key, region } = ownerOf(call, places);
    const where = textFlag(call, 'region') ?? region;
    if (key === undefined || where === undefined) return undefined;
    const session = findSession(places, clusterTokenKey(key, cluster, where));
    if (session === undefined || Date.parse(session.label.expiresAt) <= Date.now()) return undefined;
    const token = restoreClusterToken(session.open());
    return token && execCredentialText(token, process.env['KUBERNETES_EXEC_INFO']);
  });
}

/** Whose token: the key of the keys that sign it, and their region, from a pinned chain or by an identity's name. */
function ownerOf(call: Call, places: Places): { readonly key?: string; readonly region?: string } {
  const [file, name] = [textFlag(call, 'chain'), textFlag(call, 'identity')?.toLowerCase()];
  if (file !== undefined) {
    const { key, chain } = JSON.parse(readFileSync(file, 'utf8')) as PinnedChain;
    return { key, region: chain.region };
  }
  return authHere(places, call)?.identities.find((one) => one.name.toLowerCase() === name) ?? {};
}
