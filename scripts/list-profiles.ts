import { listProfiles } from '../src/config/list-profiles.ts';
import { formatPlace } from '../src/domain/problem.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list profiles`: every profile that may be chosen, and which are. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  await look(context, {
    what: 'Reading the configuration',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const chosen = new Set(project.profiles.map(({ folder }) => folder));
      const rows = listProfiles(world, { ...projectChoice(call), cwd: ports.here.folder }).map(
        ({ name, folder }) => [
          name,
          formatPlace({ file: folder }, project.configFolder),
          chosen.has(folder) ? 'yes' : '',
        ],
      );
      return { found: rows, root: project.configFolder };
    },
    speak: (rows) => rowsOf(call, ['Profile', 'Folder', 'Chosen'], rows),
  });
  return 0;
};
