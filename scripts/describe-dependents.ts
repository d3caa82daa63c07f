import { chosenProject } from '../src/flows/chosen-project.ts';
import { dependencyGraph, dependentsIn } from '../src/flows/dependents.ts';
import { treeOf } from '../src/yaml/plain-value.ts';
import { isOn } from './grammar/verb.ts';
import { evaluationFlags, look, projectChoice, spoken } from './look.ts';
import { neededStack } from './needed-stack.ts';
import type { RunVerb } from './verb-context.ts';

/** `describe dependents`: what depends on a component in a stack. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const wanted = neededStack(call);
  await look(context, {
    what: 'Reading stacks',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const graph = dependencyGraph(world, project, evaluationFlags(call));
      const found = dependentsIn(world, project, wanted, graph, isOn(call, 'include-settings'));
      return { found, warnings: graph.faults, root: project.configFolder };
    },
    speak: (found) => spoken(call, treeOf(found, { file: '' })),
  });
  return 0;
};
