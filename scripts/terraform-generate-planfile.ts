import { openProject } from '../src/flows/load-auth.ts';
import { planAsJson } from '../src/flows/plan-as-json.ts';
import { splitTerraformArguments } from '../src/terraform/arguments.ts';
import { usage } from './grammar/read-call.ts';
import { textFlag } from './grammar/verb.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `terraform generate planfile COMPONENT -s STACK`: the plan as JSON. */
export const run: RunVerb = async ({ call, ports }) => {
  const [component = ''] = call.words;
  const stack = textFlag(call, 'stack');
  if (stack === undefined) throw usage(call.verb, 'terraform generate planfile needs a stack: -s STACK.');
  const { project } = await openProject(ports, projectFlags(call));
  const identity = textFlag(call, 'identity');
  const flags = identity === undefined ? [] : [`--identity=${identity}`];
  const typed = splitTerraformArguments(['plan', component, '-s', stack, ...flags, '--', ...call.rest]);
  return planAsJson(ports, { project, component, stack, typed }, textFlag(call, 'file'));
};
