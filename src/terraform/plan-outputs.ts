import { planRun } from './plan-run.ts';
import { isSkipped, type SkippedRun, type TerraformRequest, type TerraformRun } from './terraform-run.ts';

/** What reading a component's outputs takes: a run that prepares the folder, and the commands that come after it. */
export interface OutputsPlan {
  readonly run: TerraformRun;
  /** Missing where Terraform is not to select a workspace. It makes none: reading changes nothing. */
  readonly select?: readonly string[];
  readonly output: readonly string[];
}

/**
 * How Terraform is asked for all outputs of a component: files, init, workspace, `output -json`. Variables have no part
 * in it, so they are neither worked out nor written, and the plan file that a person may have left stays. Inherited
 * variables that steer Terraform are meant for the run that asks, and are taken away.
 * Throws what `planRun` throws.
 */
export function planOutputs(
  request: Omit<TerraformRequest, 'subcommand' | 'extra' | 'options'>,
): OutputsPlan | SkippedRun {
  const steering = Object.keys(request.inherited).filter((name) =>
    /^TF_(CLI_ARGS($|_)|WORKSPACE$)/.test(name),
  );
  const inherited = Object.fromEntries(
    Object.entries(request.inherited).filter(([name]) => !steering.includes(name)),
  );
  const options = { withoutVariables: true };
  const run = planRun({ ...request, inherited, options, subcommand: ['output'], extra: ['-json'] });
  if (isSkipped(run)) return run;
  const inits = run.commands.filter(({ step }) => step === 'init');
  const selects = run.commands.some(({ step }) => step === 'workspace');
  return {
    run: {
      ...run,
      change: { ...Object.fromEntries(steering.map((name) => [name, null])), ...run.change },
      commands: inits.map((command) => ({ ...command, quiet: true })),
      cleanUp: [],
      warnings: [],
    },
    ...(selects && { select: ['workspace', 'select', run.workspace] }),
    output: ['output', '-json'],
  };
}

/** Whether Terraform says that a workspace is not there, and not that something else went wrong. */
export const lacksWorkspace = (said: string): boolean => /workspace\b[\s\S]*doesn't\s+exist/i.test(said);
