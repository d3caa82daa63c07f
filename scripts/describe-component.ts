import { chosenProject } from '../src/flows/chosen-project.ts';
import { describedComponent } from '../src/flows/described-component.ts';
import { sectionAsked } from '../src/query/section-asked.ts';
import { usage } from './grammar/read-call.ts';
import { textFlag, toggled } from './grammar/verb.ts';
import { evaluationFlags, formatOf, look, projectChoice, spoken } from './look.ts';
import { neededStack } from './needed-stack.ts';
import { annotatedJson, annotatedYaml } from './speak/provenance.ts';
import type { RunVerb } from './verb-context.ts';

/** `describe component`: what a component is made of in a stack. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const query = textFlag(call, 'query');
  const only = query === undefined ? undefined : sectionAsked(query);
  const wanted = { ...neededStack(call), ...evaluationFlags(call), ...(only !== undefined && { only }) };
  const places = toggled(call, 'provenance') === true;
  if (places && query !== undefined)
    throw usage(call.verb, 'What --query finds has no place: use --provenance without it.');
  await look(context, {
    what: 'Reading stacks',
    remembered: true,
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { sections, warnings } = describedComponent(world, project, wanted, query !== undefined);
      return { found: sections, warnings, root: project.configFolder };
    },
    speak(sections, root) {
      if (!places) return spoken(call, sections);
      return formatOf(call) === 'json' ? annotatedJson(sections, root) : annotatedYaml(sections, root);
    },
  });
  return 0;
};
