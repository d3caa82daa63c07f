import { readFileSync } from 'node:fs';
import { processVerb } from '../scripts/grammar/process-verb.ts';
import { type Call, textFlag } from '../scripts/grammar/verb.ts';
import { processJson } from '../scripts/speak/process-json.ts';
import { isFresh } from '../src/flows/fresh.ts';
import { restoreRoleKeys } from '../src/flows/session-shape.ts';
import type { Places } from '../src/store/paths.ts';
import { findSession } from '../src/store/session-file.ts';
import { plainCall } from './plain-call.ts';
import { answerWith, authHere } from './warm-answer.ts';

/**
 * Prints what an `auth process` asks for where fresh keys are at rest; false where the whole program has to answer.
 * Programs ask it behind a person's back and often, so it has a file of its own that holds nothing else.
 */
export function answer(argv: readonly string[]): boolean {
  return answerWith((places) => {
    const call = plainCall(processVerb, argv);
    if (call === undefined) return undefined;
    const key = keyAskedFor(call, places);
    const session = key === undefined ? undefined : findSession(places, key);
    if (session === undefined || !isFresh(session.label, new Date())) return undefined;
    const keys = restoreRoleKeys(session.open());
    return keys && processJson(keys, session.label.accountId);
  });
}

/** The key under which the keys rest: of the chain in a file, else of an identity by its name. */
function keyAskedFor(call: Call, places: Places): string | undefined {
  const [file, name] = [textFlag(call, 'chain'), textFlag(call, 'identity')?.toLowerCase()];
  if (file !== undefined) return (JSON.parse(readFileSync(file, 'utf8')) as { key: string }).key;
  return authHere(places, call)?.identities.find((one) => one.name.toLowerCase() === name)?.key;
}
