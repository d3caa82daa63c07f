import { isProblem, Problem, withHint } from '../src/domain/problem.ts';
import type { Shell } from '../src/domain/shell.ts';
import { quoteForShell } from '../src/domain/shell-word.ts';
import { changesNothing, makeFileChange } from '../src/flows/file-change.ts';
import { type PersistPlan, planPersist } from '../src/flows/persist-profile.ts';
import { tilde } from '../src/flows/shell-places.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { environmentText } from './speak/environment.ts';
import { fileDiff } from './speak/file-diff.ts';
import { placeText, sayLeftAlone } from './speak/shell-integration.ts';
import type { VerbContext } from './verb-context.ts';

/**
 * Makes a choice of profiles, undefined for none: in the start-up files that have a block of ours, and in this shell, which
 * evaluates what is printed in the words of --shell. Nothing is printed where anything fails.
 * Throws Problem `usage` where there is nowhere to make it, `file-unreadable`, `file-unwritable`.
 */
export async function changeProfile(context: VerbContext, profile: string | undefined): Promise<number> {
  const { call, ports, print } = context;
  const shell = textFlag(call, 'shell') as Shell | undefined;
  const [session, persist, dry] = [isOn(call, 'session'), isOn(call, 'persist'), isOn(call, 'dry-run')];
  if (session && persist)
    throw new Problem({ code: 'usage', message: '--session and --persist exclude each other.' });
  const typed =
    profile === undefined ? 'unset ATMOS_PROFILE' : `export ATMOS_PROFILE=${quoteForShell(profile)}`;
  if (session && shell === undefined)
    throw new Problem({
      code: 'usage',
      message: 'A program cannot change the shell that it is started from; the shell integration can.',
      hint: `atmos-kit shell install, or type: ${typed}`,
    });
  if (!session) await persistIn(context, profile, shell === undefined || persist ? typed : undefined);
  const text = environmentText({ ATMOS_PROFILE: profile ?? null }, shell ?? 'sh');
  if (!dry && shell !== undefined && !persist) print(text);
  if (dry && shell !== undefined && !persist) ports.terminal.say(`This shell would do: ${text.trimEnd()}`);
  if (!dry && shell === undefined && !persist)
    ports.terminal.say(`This shell stays as it is. Open a new terminal, or type: ${typed}`);
  return 0;
}

/** `needed` is what to type instead, where it is a failure that no start-up file has a block of ours. */
async function persistIn(
  { call, ports, print }: VerbContext,
  profile: string | undefined,
  needed: string | undefined,
): Promise<void> {
  const { plans, damaged } = await planPersist(ports, profile);
  const damage = damaged[0]?.damage;
  if (plans.length === 0 && damage !== undefined && needed !== undefined) throw damage;
  for (const one of damaged) sayLeftAlone(ports, one);
  if (plans.length === 0) {
    const none = 'No start-up file has the block of atmos-kit, so new terminals stay as they are.';
    if (needed !== undefined)
      throw new Problem({
        code: 'usage',
        message: none,
        hint: `atmos-kit shell install${profile === undefined ? '' : ` --profile ${quoteForShell(profile)}`}, or in this shell: ${needed}`,
      });
    ports.terminal.say(`${none} atmos-kit shell install changes that.`);
    return;
  }
  if (isOn(call, 'dry-run')) {
    const diff = plans.map(({ change }) => (changesNothing(change) ? '' : fileDiff(change))).join('');
    if (textFlag(call, 'shell') === undefined) print(diff);
    else ports.terminal.say(diff.trimEnd());
    return;
  }
  for (const plan of plans) {
    if (!changesNothing(plan.change)) makeOrSay(() => makeFileChange(ports, plan.change));
    ports.terminal.say(persistedText(plan, profile));
  }
}

function persistedText({ survey, line, over }: PersistPlan, profile: string | undefined): string {
  const place = tilde(survey.startUp.own, survey.around);
  return [
    profile === undefined
      ? `${place} chooses no profile any more.`
      : `${place}:${line} sets ATMOS_PROFILE=${profile} in new terminals.`,
    ...over.map(
      (one) =>
        `But ${placeText(one, survey)} comes later and decides: atmos-kit shell install sets it aside.`,
    ),
  ].join('\n');
}

function makeOrSay(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (!isProblem(error)) throw error;
    throw withHint(error, 'Make it writable, or say --session to change this shell alone.');
  }
}
