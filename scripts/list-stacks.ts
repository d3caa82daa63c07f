import { chosenProject } from '../src/flows/chosen-project.ts';
import { whyEmpty } from '../src/flows/unknown-stack.ts';
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
      const empty = stacks.size === 0 ? whyEmpty(world, project, { component }) : undefined;
      return {
        found: [...stacks],
        warnings: empty ? [...faults, empty] : faults,
        root: project.configFolder,
      };
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
  return left > 0 && component === undefined ? 1 : 0;
};
