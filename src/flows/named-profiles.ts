import { listProfiles } from '../config/list-profiles.ts';
import { Problem } from '../domain/problem.ts';
import { listed } from '../domain/suggestion.ts';
import type { Ports } from '../ports.ts';
import { chosenProject, type ProjectChoice } from './chosen-project.ts';
import { type EvaluationPorts, evaluated } from './evaluate-component.ts';

/**
 * Profiles by name, as one value of ATMOS_PROFILE. Throws Problem `profile-not-found` with the names that there are, `usage` for none at all, and what
 * loadProject throws: a profile that cannot be read is better not chosen.
 */
export async function namedProfiles(
  ports: EvaluationPorts,
  names: readonly string[],
  choice: ProjectChoice = {},
): Promise<string> {
  if (names.every((name) => /^[\s,]*$/.test(name)))
    throw new Problem({
      code: 'usage',
      message: 'An empty name is no profile.',
      hint: 'atmos-kit profile list shows them; atmos-kit profile unset chooses none.',
    });
  const profiles = await evaluated(
    ports,
    (world) => chosenProject(world, ports.here.folder, { ...choice, profiles: names }).profiles,
  );
  return [...new Set(profiles.map(({ name }) => name))].join(',');
}

/**
 * Profiles that a person ticks in a list; what is chosen now stands first and is ticked.
 * Throws Problem `usage` with the names where nobody can be asked or nothing was ticked, `profile-not-found` where there are none.
 */
export async function tickedProfiles(
  ports: EvaluationPorts & Pick<Ports, 'terminal' | 'checklist'>,
  now: readonly string[],
): Promise<readonly string[]> {
  const names = await profileNames(ports);
  if (names.length === 0)
    throw new Problem({
      code: 'profile-not-found',
      message: `No profiles are in ${ports.here.folder} or above it.`,
      hint: 'cd into your Atmos project.',
    });
  const say = { hint: `Name them: atmos-kit profile use ${names[0]}` };
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: `Which profiles? Nobody can be asked without a terminal. The profiles here are ${listed(names, 40)}.`,
      ...say,
    });
  const first = now.filter((name) => names.includes(name));
  const choices = [...first, ...names.filter((name) => !first.includes(name))];
  const ticked = await ports.checklist.tick(
    'Which profiles? The last one outranks the others.',
    choices.map((value) => ({ value, ticked: first.includes(value) })),
  );
  if (ticked.length > 0) return ticked;
  throw new Problem({ code: 'usage', message: 'No profile was ticked, and nothing was changed.', ...say });
}

/** The names of all profiles here; none outside of a project. */
export async function profileNames(ports: EvaluationPorts): Promise<readonly string[]> {
  const cwd = ports.here.folder;
  const profiles = await evaluated(ports, (world) => listProfiles(world, { cwd }));
  return profiles.map(({ name }) => name);
}
