import { chosenProject } from '../src/flows/chosen-project.ts';
import { whyEmpty } from '../src/flows/unknown-stack.ts';
import { listInstances } from '../src/stacks/list-instances.ts';
import { textFlag } from './grammar/verb.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list instances`: every component of every stack that can be run. Exit code 1 where some could not be read. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const [stack, component] = [textFlag(call, 'stack'), textFlag(call, 'component')];
  const left = await look(context, {
    what: 'Reading stacks',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { instances, faults } = listInstances(world, project);
      const rows = instances
        .filter((one) => !one.abstract)
        .filter((one) => stack === undefined || one.stack === stack || one.manifest === stack)
        .filter((one) => component === undefined || one.component === component)
        .map((one) => [one.component, one.stack]);
      const empty = rows.length === 0 ? whyEmpty(world, project, { stack, component }) : undefined;
      return { found: rows, warnings: empty ? [...faults, empty] : faults, root: project.configFolder };
    },
    speak: (rows) => rowsOf(call, ['Component', 'Stack'], rows),
  });
  return left > 0 && stack === undefined && component === undefined ? 1 : 0;
};
