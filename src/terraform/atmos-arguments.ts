import type { Component } from '../domain/component.ts';
import { Problem } from '../domain/problem.ts';
import { profileWords } from '../domain/profile-words.ts';
import type { TerraformArguments } from './arguments.ts';
import { fileNames } from './file-names.ts';

/** Our settings and atmos's flags for them. */
const settingFlags = {
  autoGenerateBackendFile: '--auto-generate-backend-file',
  deployRunInit: '--deploy-run-init',
  initPassVars: '--init-pass-vars',
  initRunReconfigure: '--init-run-reconfigure',
  planSkipPlanfile: '--skip-planfile',
} as const;

/**
 * The words that make the atmos binary do what was typed, without a sign-in of its own. `component` is missing where
 * our engine could not read it. The plan that `--from-plan` means is named, since atmos loses that flag; Problem
 * `construct-not-supported` where nobody knows its name.
 */
export function atmosArguments(
  typed: TerraformArguments,
  target: { readonly name: string; readonly stack: string },
  facts: { readonly component: Component | undefined; readonly profiles: readonly string[] },
): readonly string[] {
  const plan = planFile(typed, facts.component);
  const settings = Object.entries(settingFlags).flatMap(([key, flag]) => {
    const value = typed.settings[key as keyof typeof settingFlags];
    return value === undefined ? [] : [`${flag}=${value}`];
  });
  return [
    'terraform',
    ...typed.subcommand,
    target.name,
    '-s',
    target.stack,
    ...(typed.dryRun ? ['--dry-run'] : []),
    ...(typed.skipInit ? ['--skip-init'] : []),
    ...(plan === undefined ? [] : ['--planfile', plan]),
    ...settings,
    ...(typed.evaluation.processTemplates ? [] : ['--process-templates=false']),
    ...(typed.evaluation.processFunctions ? [] : ['--process-functions=false']),
    ...typed.evaluation.skip.flatMap((name) => ['--skip', name]),
    '--identity=false',
    ...profileWords(facts.profiles),
    ...(typed.extra.length > 0 ? ['--', ...typed.extra] : []),
  ];
}

function planFile(
  { planFile: named, fromPlan }: TerraformArguments,
  component: Component | undefined,
): string | undefined {
  if (named !== undefined || !fromPlan) return named;
  if (component !== undefined) return fileNames(component).plan;
  throw new Problem({
    code: 'construct-not-supported',
    message:
      'atmos loses --from-plan, and the name of the plan file cannot be told without reading the stack.',
    hint: 'Name the file: --planfile <file>.',
  });
}
