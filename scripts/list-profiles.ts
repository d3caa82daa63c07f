import { listProfiles } from '../src/config/list-profiles.ts';
import { formatPlace, isProblem } from '../src/domain/problem.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list profiles`: every profile that may be chosen, and which are. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const { folder: cwd } = ports.here;
  await look(context, {
    what: 'Reading the configuration',
    see(world) {
      const profiles = listProfiles(world, { ...projectChoice(call), cwd });
      const project = evenWithoutThem(() => chosenProject(world, cwd, projectChoice(call)));
      const chosen = new Set(project?.profiles.map(({ folder }) => folder));
      const root = project?.configFolder ?? cwd;
      const rows = profiles.map(({ name, folder }) => [
        name,
        formatPlace({ file: folder }, root),
        chosen.has(folder) ? 'yes' : '',
      ]);
      return { found: rows, root };
    },
    speak: (rows) => rowsOf(call, ['Profile', 'Folder', 'Chosen'], rows),
  });
  return 0;
};

/** Who named a profile that does not exist is here to find the right one. */
function evenWithoutThem<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (isProblem(error) && error.code === 'profile-not-found') return undefined;
    throw error;
  }
}
