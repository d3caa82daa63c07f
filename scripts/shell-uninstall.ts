import { shells } from '../src/domain/shell.ts';
import { surveyShells } from '../src/flows/shell-survey.ts';
import { makeUninstall, nothingToUndo, planUninstall } from '../src/flows/uninstall-shell.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { endsInsteadOf } from './settled-changes.ts';
import { shellsChosen } from './shells-chosen.ts';
import { sayLeftAlone, writtenLines } from './speak/shell-integration.ts';
import type { RunVerb } from './verb-context.ts';

/** `shell uninstall`: every file becomes what it was, but for what was written there since. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const named = textFlag(call, 'shell');
  // A shell may be gone while its start-up files are still there.
  const chosen = named === undefined || named === 'all' ? shells : shellsChosen(ports, call);
  const surveys = await surveyShells(ports, chosen);
  const damaged = chosen.length === 1 ? [] : surveys.filter(({ damage }) => damage !== undefined);
  for (const survey of damaged) sayLeftAlone(ports, survey);
  const exitCode = damaged.length === 0 ? 0 : 1;
  const plans = surveys
    .filter((survey) => !damaged.includes(survey))
    .map((survey) => planUninstall(ports, survey))
    .filter((plan) => !nothingToUndo(plan));
  if (plans.length === 0) {
    if (exitCode === 0) ports.terminal.say(`Nothing of atmos-kit is installed in ${chosen.join(', ')}.`);
    return exitCode;
  }
  const ended = await endsInsteadOf(
    context,
    plans.flatMap(({ people }) => people),
  );
  if (isOn(call, 'dry-run')) for (const line of plans.flatMap(writtenLines)) ports.terminal.say(line);
  if (ended !== undefined) return ended;
  for (const plan of plans) {
    makeUninstall(ports, plan);
    ports.terminal.say(`${plan.survey.shell}: taken out. Terminals that are open keep what they have.`);
  }
  return exitCode;
};
