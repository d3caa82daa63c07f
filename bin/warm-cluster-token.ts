import { readFileSync } from 'node:fs';
import { eksTokenVerb } from '../scripts/grammar/eks-token-verb.ts';
import { type Call, textFlag } from '../scripts/grammar/verb.ts';
import { execCredentialText } from '../scripts/speak/exec-credential.ts';
import { projectFlags } from '../scripts/verb-context.ts';
import type { AuthAnswer } from '../src/flows/auth-answer.ts';
import type { PinnedChain } from '../src/flows/hand-over.ts';
import { authQuestion } from '../src/flows/questions.ts';
import { restoreClusterToken } from '../src/flows/session-shape.ts';
import { clusterTokenKey } from '../src/identity/session-key.ts';
import { recall } from '../src/store/memo.ts';
import { type Places, placesOf } from '../src/store/paths.ts';
import { findSession } from '../src/store/session-file.ts';
import { plainCall } from './plain-call.ts';
import { printOrTell } from './print-or-tell.ts';
import { build } from './version.ts';

/**
 * Prints what an `aws eks token` asks for where a token is at rest that has not ended; false where the whole program has to
 * answer. Each kubectl asks it, so it has a file of its own that holds nothing else.
 */
export function answer(argv: readonly string[]): boolean {
  const text = textHere(argv);
  if (text === undefined) return false;
  printOrTell(text);
  return true;
}

function textHere(argv: readonly string[]): string | undefined {
  try {
    const call = plainCall(eksTokenVerb, argv);
    const cluster = call && textFlag(call, 'cluster-name');
    if (call === undefined || cluster === undefined) return undefined;
    const places = placesOf(process.env, process.getuid?.() ?? 0);
    const { key, region } = ownerOf(call, places);
    const where = textFlag(call, 'region') ?? region;
    if (key === undefined || where === undefined) return undefined;
    const session = findSession(places, clusterTokenKey(key, cluster, where));
    if (session === undefined || Date.parse(session.label.expiresAt) <= Date.now()) return undefined;
    const token = restoreClusterToken(session.open());
    return token && execCredentialText(token, process.env['KUBERNETES_EXEC_INFO']);
  } catch {
    return undefined;
  }
}

/** Whose token: the key of the keys that sign it, and their region, from a pinned chain or by an identity's name. */
function ownerOf(call: Call, places: Places): { readonly key?: string; readonly region?: string } {
  const [file, name] = [textFlag(call, 'chain'), textFlag(call, 'identity')?.toLowerCase()];
  if (file !== undefined) {
    const { key, chain } = JSON.parse(readFileSync(file, 'utf8')) as PinnedChain;
    return { key, region: chain.region };
  }
  const question = authQuestion(process.cwd(), projectFlags(call));
  const known = recall(places.answers, question, build, process.env) as AuthAnswer | undefined;
  return known?.identities.find((one) => one.name.toLowerCase() === name) ?? {};
}
