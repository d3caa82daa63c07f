import { chosenProject } from '../src/flows/chosen-project.ts';
import { whyEmpty } from '../src/flows/unknown-stack.ts';
import { describeStacks, type StacksQuestion } from '../src/stacks/describe-stacks.ts';
import { isOn, textFlag, textsFlag } from './grammar/verb.ts';
import { evaluationFlags, look, projectChoice, spoken } from './look.ts';
import type { RunVerb } from './verb-context.ts';

/** `describe stacks`: the components of all stacks. Exit code 1 where some could not be shown. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const stack = textFlag(call, 'stack');
  const question: StacksQuestion = {
    ...(stack !== undefined && { stack }),
    ...texts('components', 'components'),
    ...texts('types', 'component-types'),
    ...texts('sections', 'sections'),
    includeEmpty: isOn(call, 'include-empty-stacks'),
    ...evaluationFlags(call),
  };
  const left = await look(context, {
    what: 'Reading stacks',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { stacks, faults } = describeStacks(world, project, question);
      const empty = stacks.entries.size === 0 ? whyEmpty(world, project, { stack }) : undefined;
      return { found: stacks, warnings: empty ? [...faults, empty] : faults, root: project.configFolder };
    },
    speak: (stacks) => spoken(call, stacks),
  });
  return left > 0 && stack === undefined ? 1 : 0;

  function texts(key: string, flag: string): Record<string, readonly string[]> {
    const values = textsFlag(call, flag);
    return values === undefined ? {} : { [key]: values };
  }
};
