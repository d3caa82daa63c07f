import { listFilter } from '../scripts/auth-list-filter.ts';
import { readCall } from '../scripts/grammar/read-call.ts';
import { type Call, isOn, textFlag } from '../scripts/grammar/verb.ts';
import { verbs } from '../scripts/grammar/verbs.ts';
import { sessionAskedFor } from '../scripts/session-asked-for.ts';
import { type AuthListFormat, authListText } from '../scripts/speak/auth-list.ts';
import { json } from '../scripts/speak/columns.ts';
import { identityText } from '../scripts/speak/identity.ts';
import { sessionsLeftText, type TimeLeftFormat } from '../scripts/speak/sessions-left.ts';
import {
  askedFor,
  identityWhoamiData,
  identityWhoamiText,
  signInWhoamiData,
  signInWhoamiText,
} from '../scripts/speak/whoami.ts';
import { projectFlags } from '../scripts/verb-context.ts';
import { isFresh } from '../src/flows/fresh.ts';
import type { IdentityReport } from '../src/flows/identity-report.ts';
import { reportQuestion, textQuestion } from '../src/flows/questions.ts';
import { sessionsAtHand } from '../src/flows/sessions-at-hand.ts';
import type { Places } from '../src/store/paths.ts';
import { listLabels, readLabel } from '../src/store/session-file.ts';
import { plainCall } from './plain-call.ts';
import { answerWith, authHere, recallHere } from './warm-answer.ts';

/**
 * Prints what a warm verb has to say; false where the whole program has to answer. Reads a memo and the labels of
 * sessions; no YAML, no AWS, no socket.
 */
export function answer(argv: readonly string[]): boolean {
  return answerWith((places) => {
    const call = plainly(argv) ?? readCall(verbs, argv);
    if (call.help) return undefined;
    const verb = call.verb.path.join(' ');
    return texts.has(verb) ? textHere(call, places) : answers[verb]?.(call, places);
  });
}

/** The call of the verb with the longest path that begins the command line, where it is written plainly. */
function plainly(argv: readonly string[]): Call | undefined {
  const [verb] = verbs
    .filter(({ path }) => path.every((word, index) => argv[index] === word))
    .sort((a, b) => b.path.length - a.path.length);
  return verb && plainCall(verb, argv);
}

/** Verbs whose whole text is remembered. */
const texts = new Set(['describe component', 'list stacks', 'list components', 'complete']);

const textHere = (call: Call, places: Places): string | undefined =>
  recallHere(places, textQuestion(process.cwd(), call)) as string | undefined;

const answers: Readonly<Record<string, (call: Call, places: Places) => string | undefined>> = {
  'auth whoami': whoami,
  'auth list': (call, places) => {
    const answer = authHere(places, call);
    const format = (textFlag(call, 'format') ?? 'table') as AuthListFormat;
    if (answer === undefined) return undefined;
    const labels = new Map(listLabels(places).map(({ key, label }) => [key, label]));
    return authListText(answer, labels, new Date(), format, listFilter(call, answer));
  },
  identity: (call, places) => {
    const [component, stack, identity] = [call.words[0], textFlag(call, 'stack'), textFlag(call, 'identity')];
    if (component === undefined || stack === undefined) return undefined;
    const request = { component, stack, ...(identity !== undefined && { identity }), ...projectFlags(call) };
    const report = recallHere(places, reportQuestion(process.cwd(), request)) as IdentityReport | undefined;
    const format = (textFlag(call, 'format') ?? 'table') as 'table' | 'json';
    return report && identityText(report, { format, explain: isOn(call, 'explain') });
  },
  'auth time-left': left,
  'time-left': left,
};

function left(call: Call, places: Places): string | undefined {
  const answer = authHere(places, call);
  const label = (key: string) => readLabel(places, key);
  const now = new Date();
  const sessions = answer && sessionsAtHand(answer, label, sessionAskedFor(call, answer, process.env), now);
  if (sessions === undefined || sessions.length === 0) return undefined;
  return sessionsLeftText(sessions, now, (textFlag(call, 'format') ?? 'table') as TimeLeftFormat);
}

function whoami(call: Call, places: Places): string | undefined {
  const answer = authHere(places, call);
  if (answer === undefined) return undefined;
  const now = new Date();
  const format = textFlag(call, 'output') ?? textFlag(call, 'format') ?? 'table';
  if (format === 'yaml') return undefined;
  const { name, because } = askedFor(answer, textFlag(call, 'identity'), process.env['ATMOS_IDENTITY']);
  if (name !== undefined) {
    const identity = answer.identities.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const label = identity?.key === undefined ? undefined : readLabel(places, identity.key);
    const complete =
      label?.principalArn !== undefined && label.accountName !== undefined && isFresh(label, now);
    if (!identity || !complete) return undefined;
    const known = { answer, identity, label, because };
    return format === 'json' ? json(identityWhoamiData(known, now)) : identityWhoamiText(known, now);
  }
  const signedIn = answer.providers.flatMap((provider) => {
    const label = provider.key === undefined ? undefined : readLabel(places, provider.key);
    return label === undefined ? [] : [{ provider, label }];
  });
  // One that has ended may have renewed itself or be over: only the portal knows.
  if (signedIn.length === 0 || signedIn.some(({ label }) => Date.parse(label.expiresAt) <= now.getTime()))
    return undefined;
  return format === 'json'
    ? json(signInWhoamiData(answer, signedIn))
    : signInWhoamiText(answer, signedIn, now);
}
