import { chosenProject } from '../src/flows/chosen-project.ts';
import { listInstances } from '../src/stacks/list-instances.ts';
import { textFlag } from './grammar/verb.ts';
import { look, projectChoice } from './look.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list stacks`: every stack, or those that have a component. Exit code 1 where some could not be read. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const component = textFlag(call, 'component');
  const left = await look(context, {
    what: 'Reading stacks',
    remembered: true,
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { instances, faults } = listInstances(world, project);
      const stacks = new Set(
        instances
          .filter((one) => component === undefined || one.component === component)
          .map((one) => one.stack),
      );
      return { found: [...stacks], warnings: faults, root: project.configFolder };
    },
    speak: (stacks) =>
      component === undefined
        ? rowsOf(
            call,
            ['Stack'],
            stacks.map((stack) => [stack]),
          )
        : rowsOf(
            call,
            ['Component', 'Stack'],
            stacks.map((stack) => [component, stack]),
          ),
  });
  return left > 0 ? 1 : 0;
};
