import type { Call } from '../scripts/grammar/verb.ts';
import { projectFlags } from '../scripts/verb-context.ts';
import type { AuthAnswer } from '../src/flows/auth-answer.ts';
import { authQuestion } from '../src/flows/questions.ts';
import { recall } from '../src/store/memo.ts';
import { type Places, placesOf } from '../src/store/paths.ts';
import { printOrTell } from './print-or-tell.ts';
import { build } from './version.ts';

/**
 * Prints what `text` finds at the places of this process; false where it finds nothing or fails: then the whole program has
 * to answer, and it also tells what is wrong.
 */
export function answerWith(text: (places: Places) => string | undefined): boolean {
  const found = foundBy(text);
  if (found === undefined) return false;
  printOrTell(found);
  return true;
}

function foundBy(text: (places: Places) => string | undefined): string | undefined {
  try {
    return text(placesOf(process.env, process.getuid?.() ?? 0));
  } catch {
    return undefined;
  }
}

/** The remembered answer to a question, for as long as what decided it is as it was. */
export function recallHere(places: Places, question: string): unknown {
  return recall(places.answers, question, build, process.env);
}

/** What is remembered of the providers and identities of the project around us. */
export function authHere(places: Places, call: Call): AuthAnswer | undefined {
  return recallHere(places, authQuestion(process.cwd(), projectFlags(call))) as AuthAnswer | undefined;
}
