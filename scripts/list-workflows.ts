import { textOf, valueAt } from '../src/domain/value.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { workflowFiles } from '../src/workflows/workflow-files.ts';
import { textFlag } from './grammar/verb.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list workflows`: every workflow of every file. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const only = textFlag(call, 'file')?.replace(/\.ya?ml$/, '');
  await look(context, {
    what: 'Reading workflows',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { files, faults } = workflowFiles(world, project);
      const rows = files
        .filter(({ name }) => only === undefined || name.replace(/\.ya?ml$/, '') === only)
        .flatMap(({ name, workflows }) =>
          [...workflows.entries]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([workflow, value]) => {
              const steps = valueAt(value, 'steps');
              const description = textOf(valueAt(value, 'description')) ?? '';
              return [name, workflow, description, String(steps?.type === 'list' ? steps.items.length : 0)];
            }),
        );
      return { found: rows, warnings: faults, root: project.configFolder };
    },
    speak: (rows) => rowsOf(call, ['File', 'Workflow', 'Description', 'Steps'], rows),
  });
  return 0;
};
