import { environmentRequest } from '../scripts/environment-request.ts';
import { environmentVerb } from '../scripts/grammar/environment-verb.ts';
import { textFlag } from '../scripts/grammar/verb.ts';
import { environmentText } from '../scripts/speak/environment.ts';
import { environmentQuestion } from '../src/flows/questions.ts';
import type { HandOverAnswer } from '../src/flows/remember-hand-over.ts';
import { inAnyEnvironment } from '../src/identity/selecting-variables.ts';
import { handedOver } from './handed-over.ts';
import { plainCall } from './plain-call.ts';
import { answerWith, recallHere } from './warm-answer.ts';

/**
 * Prints what an `auth env` asks for where that is remembered and the keys are fresh; false where the whole program has to
 * answer. Shells ask it at their start and in each folder with an .envrc, so it has a file of its own.
 */
export function answer(argv: readonly string[]): boolean {
  return answerWith((places) => {
    const call = plainCall(environmentVerb, argv);
    const format = (call && textFlag(call, 'format')) ?? 'bash';
    // A job's log is told as well what to hide.
    if (call === undefined || format === 'github') return undefined;
    const question = environmentQuestion(process.cwd(), process.execPath, environmentRequest(call));
    const answer = recallHere(places, question) as HandOverAnswer | undefined;
    const change = answer && handedOver(places, answer, new Date());
    return change && environmentText(inAnyEnvironment(change), format);
  });
}
