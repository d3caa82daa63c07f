import { basename } from 'node:path';
import { profileChoice } from '../src/config/profile-choice.ts';
import { formatPlace } from '../src/domain/problem.ts';
import { shells } from '../src/domain/shell.ts';
import { namedProfiles } from '../src/flows/named-profiles.ts';
import { deciding, type Survey, surveyShells } from '../src/flows/shell-survey.ts';
import type { Ports } from '../src/ports.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import { placeText } from './speak/shell-integration.ts';
import type { RunVerb } from './verb-context.ts';

/** `profile show`: the profiles that are chosen here, and what chose them. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const { folder: cwd } = ports.here;
  const surveys = await surveyed(ports);
  const value = ports.environment.get('ATMOS_PROFILE');
  let chosen: readonly string[] = [];
  await look(context, {
    what: 'Reading the configuration',
    see(world) {
      const { profiles, from, at, root } = profileChoice(world, { ...projectChoice(call), cwd });
      chosen = profiles.map(({ name }) => name);
      const setBy = from === 'ATMOS_PROFILE' && at === undefined ? settingOf(surveys, value) : undefined;
      const place = at === undefined ? (setBy ?? '') : formatPlace(at, root);
      const rows = profiles.map(({ name, folder }) => [
        name,
        folder === undefined ? '' : formatPlace({ file: folder }, root),
        { flag: '--profile', ATMOS_PROFILE: 'ATMOS_PROFILE', 'profiles.default': 'profiles.default' }[from],
        place,
      ]);
      return { found: rows, root };
    },
    speak: (rows) => rowsOf(call, ['Profile', 'Folder', 'From', 'Set at'], rows),
  });
  if (chosen.length === 0) ports.terminal.say('No profile is chosen: atmos-kit profile use NAME');
  sayOthers(ports, surveys, value);
  if (chosen.length > 0) await namedProfiles(ports, chosen, projectChoice(call));
  return 0;
};

async function surveyed(ports: Ports): Promise<readonly Survey[]> {
  if (ports.environment.get('HOME') === undefined) return [];
  // The person's own shell comes first: where several set the same, its line is the one that she reads.
  const own = basename(ports.environment.get('SHELL') ?? '');
  const ordered = [...shells].sort((a, b) => Number(b === own) - Number(a === own));
  return surveyShells(ports, ordered);
}

/** The line of a start-up file that gives a variable the value that it has. */
function settingOf(surveys: readonly Survey[], value: string | undefined): string | undefined {
  const found = surveys.find((survey) => deciding(survey)?.value === value);
  const line = found && deciding(found);
  return line && found && placeText(line, found);
}

/** What new terminals choose, where that is not what this one has. */
function sayOthers(ports: Ports, surveys: readonly Survey[], value: string | undefined): void {
  const others = new Map<string, string[]>();
  for (const survey of surveys) {
    const line = survey.block && deciding(survey);
    if (line === undefined || typeof line.value !== 'string' || line.value === value) continue;
    others.set(line.value, [...(others.get(line.value) ?? []), placeText(line, survey)]);
  }
  for (const [other, places] of others)
    ports.terminal.say(`New terminals get ATMOS_PROFILE=${other} (${places.join(', ')}).`);
}
