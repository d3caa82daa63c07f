import { Problem } from '../src/domain/problem.ts';
import { carryOut, type Decided, decideRun, previewCredentials } from '../src/flows/run-in-stack.ts';
import { splitTerraformArguments, type TerraformArguments } from '../src/terraform/arguments.ts';
import { describeRun, runAsJson } from '../src/terraform/describe-run.ts';
import { isSkipped } from '../src/terraform/terraform-run.ts';
import { usage } from './grammar/read-call.ts';
import type { RunVerb, VerbContext } from './verb-context.ts';

/** `terraform SUBCOMMAND COMPONENT -s STACK`: Terraform as the stack's identity. */
export const run: RunVerb = async (context) => {
  const typed = splitTerraformArguments(context.call.rest);
  if (typed.format !== undefined && !['table', 'json'].includes(typed.format))
    throw usage(context.call.verb, `--format is one of table, json, not "${typed.format}".`);
  const decided = await decideRun(context.ports, { ...target(context, typed), typed });
  return typed.dryRun ? show(context, decided, typed) : carryOut(context.ports, decided);
};

function target({ call }: VerbContext, { subcommand, component, stack }: TerraformArguments) {
  if (subcommand.length === 0)
    throw usage(call.verb, "terraform needs one of Terraform's own sub-commands, such as plan.");
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

function show({ ports, print }: VerbContext, decided: Decided, typed: TerraformArguments): number {
  const { run, chosen } = decided;
  if (isSkipped(run)) {
    ports.terminal.say(run.message);
    return 0;
  }
  const change = { ...run.change, ...previewCredentials(ports, decided) };
  ports.terminal.say(
    `Nothing is done. It would run as ${chosen.identity?.name ?? 'nobody, on purpose'} (${chosen.why.text}).`,
  );
  print(typed.format === 'json' ? runAsJson({ ...run, change }) : describeRun({ ...run, change }));
  return 0;
}
