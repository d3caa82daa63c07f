import type { EnvironmentChange } from '../domain/environment-change.ts';
import { fileNames } from './file-names.ts';
import { planRun } from './plan-run.ts';
import { isSkipped, type SkippedRun, type TerraformRequest, type TerraformRun } from './terraform-run.ts';

/** Sub-commands that take variables, which a person in the shell need not name. Source of the list: Atmos. */
const withVariables = ['plan', 'apply', 'refresh', 'import', 'destroy', 'console'];

/**
 * What comes before a shell in a component's folder: the files, init and the workspace of a plan. `change` is for the
 * shell alone. The workspace is pinned: another run in the folder may select its own, and must not move the shell's.
 * Throws what `planRun` throws.
 */
export function planShell(
  request: Omit<TerraformRequest, 'subcommand' | 'extra'>,
): { readonly run: TerraformRun; readonly change: EnvironmentChange } | SkippedRun {
  const run = planRun({ ...request, subcommand: ['plan'], extra: [] });
  if (isSkipped(run)) return run;
  const { component, inherited } = request;
  const { variables } = fileNames(component);
  // A shell in a shell: the outer one's variables are for another component.
  const outer = (inherited['ATMOS_KIT_TERRAFORM_SHELL'] ?? '').split(',');
  const own: Record<string, string> = { TF_WORKSPACE: run.workspace };
  for (const word of withVariables) {
    const name = `TF_CLI_ARGS_${word}`;
    const given = outer.includes(name) ? '' : (inherited[name] ?? '');
    own[name] = `-var-file=${variables} ${given}`.trim();
  }
  return {
    run: { ...run, commands: run.commands.filter(({ step }) => step !== 'main'), cleanUp: [] },
    change: {
      ...own,
      // Runs of ours below the shell know by this what is for its own component, and for no other.
      ATMOS_KIT_TERRAFORM_SHELL: Object.keys(own).join(','),
      ATMOS_STACK: component.stack,
      ATMOS_COMPONENT: component.name,
      ATMOS_COMPONENT_WORKING_DIR: run.folder,
    },
  };
}
