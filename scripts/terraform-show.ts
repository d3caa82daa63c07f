import { planComponent } from '../src/flows/run-component.ts';
import { previewCredentials, type RunInStackRequest } from '../src/flows/run-in-stack.ts';
import { runWithAtmos } from '../src/flows/with-atmos.ts';
import { describeRun, runAsJson } from '../src/terraform/describe-run.ts';
import { isSkipped } from '../src/terraform/terraform-run.ts';
import type { VerbContext } from './verb-context.ts';

/** Prints what a run would do: commands and files as text, or as JSON. Nothing is done. */
export async function showRun(
  { ports, print }: VerbContext,
  request: RunInStackRequest,
  format: string | undefined,
): Promise<number> {
  const plan = await planComponent(ports, request);
  if (plan.by === 'atmos') return runWithAtmos(ports, request);
  const { run, chosen } = plan.decided;
  if (isSkipped(run)) {
    ports.terminal.say(run.message);
    return 0;
  }
  const change = { ...run.change, ...previewCredentials(ports, plan.decided) };
  ports.terminal.say(
    `Nothing is done. It would run as ${chosen.identity?.name ?? 'nobody, on purpose'} (${chosen.why.text}).`,
  );
  print(format === 'json' ? runAsJson({ ...run, change }) : describeRun({ ...run, change }));
  return 0;
}
