import { shells } from '../src/domain/shell.ts';
import { shellSurroundings } from '../src/flows/shell-places.ts';
import { surveyShell } from '../src/flows/shell-survey.ts';
import { makeUninstall, nothingToUndo, planUninstall } from '../src/flows/uninstall-shell.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { endsInsteadOf } from './settled-changes.ts';
import { shellsChosen } from './shells-chosen.ts';
import { writtenLines } from './speak/shell-integration.ts';
import type { RunVerb } from './verb-context.ts';

/** `shell uninstall`: every file becomes what it was, but for what was written there since. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const named = textFlag(call, 'shell');
  // A shell may be gone while its start-up files are still there.
  const chosen = named === undefined || named === 'all' ? shells : shellsChosen(ports, call);
  const around = await shellSurroundings(ports);
  const plans = chosen
    .map((shell) => planUninstall(ports, surveyShell(ports, shell, around)))
    .filter((plan) => !nothingToUndo(plan));
  if (plans.length === 0) {
    ports.terminal.say(`Nothing of atmos-kit is installed in ${chosen.join(', ')}.`);
    return 0;
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
  return 0;
};
