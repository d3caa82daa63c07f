import { Problem } from '../src/domain/problem.ts';
import { openProject } from '../src/flows/load-auth.ts';
import { runComponent } from '../src/flows/run-component.ts';
import { splitTerraformArguments, type TerraformArguments } from '../src/terraform/arguments.ts';
import { usage } from './grammar/read-call.ts';
import { choosesMany, runSeveral } from './terraform-many.ts';
import { showRun } from './terraform-show.ts';
import type { RunVerb, VerbContext } from './verb-context.ts';

/** `terraform SUBCOMMAND COMPONENT -s STACK`: Terraform as the stack's identity. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const typed = splitTerraformArguments(call.rest);
  if (typed.format !== undefined && !['table', 'json'].includes(typed.format))
    throw usage(call.verb, `--format is one of table, json, not "${typed.format}".`);
  if (typed.subcommand.length === 0)
    throw usage(call.verb, "terraform needs one of Terraform's own sub-commands, such as plan.");
  const verb = ['clean', 'generate', 'shell'].find((word) => word === typed.subcommand[0]);
  if (verb !== undefined)
    throw usage(call.verb, `Write terraform ${typed.subcommand.join(' ')} in full, and before its flags.`);
  const profiles = typed.profiles.length > 0 ? { profiles: typed.profiles } : {};
  if (choosesMany(typed)) {
    return runSeveral(context, (await openProject(ports, profiles)).project, typed);
  }
  const target = targetOf(context, typed);
  const { project } = await openProject(ports, profiles);
  const request = { ...target, project, typed };
  return typed.dryRun ? showRun(context, request, typed.format) : runComponent(ports, request);
};

function targetOf({ call }: VerbContext, { subcommand, component, stack }: TerraformArguments) {
  const command = `terraform ${subcommand.join(' ')}`;
  if (component === undefined) throw usage(call.verb, `${command} needs a component.`);
  if (stack === undefined)
    throw new Problem({
      code: 'usage',
      message: `${command} ${component} needs a stack.`,
      hint: `atmos-kit ${command} ${component} -s STACK`,
    });
  return { component, stack };
}
