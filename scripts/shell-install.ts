import type { Shell } from '../src/domain/shell.ts';
import { changesNothing } from '../src/flows/file-change.ts';
import { blockToPaste, type InstallPlan, makeInstall, planInstall } from '../src/flows/install-shell.ts';
import { keptProfiles } from '../src/flows/kept-profiles.ts';
import { namedProfiles, profileNames, tickedProfiles } from '../src/flows/named-profiles.ts';
import { type Survey, surveyShells } from '../src/flows/shell-survey.ts';
import { isOn, textsFlag } from './grammar/verb.ts';
import { endsInsteadOf } from './settled-changes.ts';
import { atmosFunctionOf } from './shell-init.ts';
import { shellTexts } from './shell-texts.ts';
import { shellsChosen } from './shells-chosen.ts';
import { installedText, writtenLines } from './speak/shell-integration.ts';
import type { RunVerb, VerbContext } from './verb-context.ts';

/** `shell install`: a block of ours in the start-up file of each shell that was asked for, and what it reads. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const shells = shellsChosen(ports, call);
  const names = textsFlag(call, 'profile');
  const named = names && (await namedProfiles(ports, names));
  const surveys = await surveyShells(ports, shells);
  if (isOn(call, 'print')) {
    const kept = keptProfiles(ports, surveys, named);
    print(surveys.map((survey) => blockToPaste(survey, kept.get(survey.shell))).join('\n'));
    return 0;
  }
  const profiles = await profilesFor(context, surveys, named);
  const atmosFunction = await atmosFunctionOf(ports);
  const plans = surveys.map((survey) =>
    planInstall(ports, survey, profiles.get(survey.shell), shellTexts(ports, survey.shell, atmosFunction)),
  );
  const ended = await endsInsteadOf(
    context,
    plans.flatMap(({ people }) => people),
  );
  if (isOn(call, 'dry-run')) for (const line of plans.flatMap(writtenLines)) ports.terminal.say(line);
  if (ended !== undefined) return ended;
  for (const plan of plans) {
    makeInstall(ports, plan);
    ports.terminal.say(installedText(plan, profiles.get(plan.survey.shell), isCurrent(plan)));
  }
  if (!plans.every(isCurrent)) {
    const [only, ...more] = plans;
    const now = only === undefined || more.length > 0 ? '' : `, or type: exec ${only.survey.shell}`;
    ports.terminal.say(`This terminal stays as it is: open a new one${now}.`);
  }
  if (ports.children.find('atmos-kit') === undefined)
    ports.terminal.say(
      `atmos-kit is not on PATH, so shells with the block run ${ports.here.program.at(-1)}.`,
    );
  return 0;
};

const isCurrent = ({ people, ours }: InstallPlan): boolean => [...people, ...ours].every(changesNothing);

/** Asks where nothing says what new terminals shall have; without a terminal they get nothing. */
async function profilesFor(
  { ports, call }: VerbContext,
  surveys: readonly Survey[],
  named: string | undefined,
): Promise<ReadonlyMap<Shell, string | undefined>> {
  const kept = keptProfiles(ports, surveys, named);
  if ([...kept.values()].some((profile) => profile !== undefined)) return kept;
  const asks = ports.terminal.interactive && !isOn(call, 'yes') && (await profileNames(ports)).length > 0;
  if (!asks) {
    ports.terminal.say('No profile was named, so new terminals choose none: atmos-kit profile use NAME.');
    return kept;
  }
  const ticked = (await tickedProfiles(ports, [])).join(',');
  return new Map(surveys.map(({ shell }) => [shell, ticked]));
}
