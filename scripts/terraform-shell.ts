import { openProject } from '../src/flows/load-auth.ts';
import { terraformShell } from '../src/flows/terraform-shell.ts';
import { usage } from './grammar/read-call.ts';
import { textFlag } from './grammar/verb.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `terraform shell COMPONENT -s STACK`: a shell in which plain terraform commands work. */
export const run: RunVerb = async ({ call, ports }) => {
  const [component = ''] = call.words;
  const stack = textFlag(call, 'stack');
  if (stack === undefined) throw usage(call.verb, 'terraform shell needs a stack: -s STACK.');
  const { project } = await openProject(ports, projectFlags(call));
  return terraformShell(ports, {
    project,
    component,
    stack,
    identity: textFlag(call, 'identity'),
    shell: textFlag(call, 'shell'),
    args: call.rest,
  });
};
