import { chosenProject } from '../src/flows/chosen-project.ts';
import { whyEmpty } from '../src/flows/unknown-stack.ts';
import { listComponents } from '../src/stacks/list-components.ts';
import { textFlag } from './grammar/verb.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list components`: every component that can be run. Exit code 1 where some could not be read. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const stack = textFlag(call, 'stack');
  const left = await look(context, {
    what: 'Reading stacks',
    remembered: true,
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { components, faults } = listComponents(world, project, stack);
      const rows = components.map(({ component, type, stacks }) => [component, type, String(stacks.length)]);
      const empty = rows.length === 0 ? whyEmpty(world, project, { stack }) : undefined;
      return { found: rows, warnings: empty ? [...faults, empty] : faults, root: project.configFolder };
    },
    speak: (rows) => rowsOf(call, ['Component', 'Type', 'Stacks'], rows),
  });
  return left > 0 && stack === undefined ? 1 : 0;
};
