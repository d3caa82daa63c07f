import type { Component } from '../domain/component.ts';
import type { TerraformSettings } from '../domain/project.ts';
import { textOf, valueAt } from '../domain/value.ts';
import type { FileNames } from './file-names.ts';
import { hasFlag } from './flags.ts';
import type { TerraformCommand, TerraformOptions } from './terraform-run.ts';

/** What the commands of a run follow from. */
export interface CommandsRequest {
  readonly component: Component;
  readonly subcommand: readonly string[];
  readonly extra: readonly string[];
  readonly options: TerraformOptions;
  readonly settings: TerraformSettings;
  readonly names: FileNames;
  /** TF_WORKSPACE as the child will see it; Terraform then refuses to select another. */
  readonly fixedWorkspace?: string;
}

/** Init, workspace and the command itself, as far as each is needed. Source of the rules: what Atmos runs. */
export function commandsOf(request: CommandsRequest): readonly TerraformCommand[] {
  const main = mainCommand(request);
  return [...initFirst(request), ...selectWorkspace(request), ...(main === undefined ? [] : [main])];
}

/** True for `apply` or `deploy` of a plan that was made before: no var-file belongs to it. */
export function usesPlan({ planFile, fromPlan }: TerraformOptions): boolean {
  return planFile !== undefined || fromPlan === true;
}

function initFirst(request: CommandsRequest): readonly TerraformCommand[] {
  const [word] = request.subcommand;
  const { options, settings } = request;
  if (word === 'init' || options.skipInit === true) return [];
  if (word === 'deploy' && !settings.deployRunInit) return [];
  return [{ step: 'init', args: initArgs(request), quiet: answersWithData(request.subcommand) }];
}

function initArgs({ subcommand, settings, names }: CommandsRequest): readonly string[] {
  // The workspace verbs look at the backend as it is configured now, whatever an earlier init remembers.
  const reconfigure = settings.initRunReconfigure || subcommand[0] === 'workspace';
  return [
    'init',
    ...(reconfigure ? ['-reconfigure'] : []),
    ...(settings.initPassVars ? ['-var-file', names.variables] : []),
  ];
}

function selectWorkspace(request: CommandsRequest): readonly TerraformCommand[] {
  const { component, subcommand, fixedWorkspace } = request;
  const [word, second] = subcommand;
  const withoutWorkspace = word === 'init' || word === 'providers' || component.backendType === 'http';
  if (withoutWorkspace || (word === 'workspace' && second !== undefined) || fixedWorkspace !== undefined)
    return [];
  return [
    {
      step: 'workspace',
      args: ['workspace', 'select', '-or-create', component.workspace],
      quiet: true,
      // Terraform before 1.4 does not know -or-create.
      fallback: { exitCode: 1, args: ['workspace', 'new', component.workspace] },
    },
  ];
}

function mainCommand(request: CommandsRequest): TerraformCommand | undefined {
  const { component, subcommand, extra, options, settings, names } = request;
  const [word = '', second] = subcommand;
  const variables = ['-var-file', names.variables];
  const main = (...args: readonly string[]): TerraformCommand => ({ step: 'main', args, quiet: false });
  switch (word) {
    case 'plan': {
      const out = settings.planSkipPlanfile || hasFlag(extra, 'out') ? [] : ['-out', names.plan];
      return main('plan', ...variables, ...out, ...extra);
    }
    case 'apply':
    case 'deploy': {
      // A plan file goes last: Terraform takes it for the first free word and reads no flag after it.
      if (usesPlan(options)) return main('apply', ...extra, options.planFile ?? names.plan);
      return main('apply', ...variables, ...extra, ...approval(request));
    }
    case 'destroy':
      return main('destroy', ...variables, ...extra, ...approval(request));
    case 'import': {
      const region = textOf(valueAt(component.vars, 'region'));
      const command = main('import', ...variables, ...extra);
      return region === undefined ? command : { ...command, change: { AWS_REGION: region } };
    }
    case 'refresh':
    case 'test':
      return main(word, ...variables, ...extra);
    case 'init':
      return main(...initArgs(request), ...extra);
    case 'workspace': {
      if (second === undefined) return undefined;
      const named = second === 'list' || second === 'show' ? [] : [component.workspace];
      return main('workspace', second, ...named, ...extra);
    }
    default:
      return main(...subcommand, ...extra);
  }
}

function approval({ subcommand, extra, options, settings }: CommandsRequest): readonly string[] {
  const [word] = subcommand;
  const wanted =
    options.autoApprove === true || word === 'deploy' || (word === 'apply' && settings.applyAutoApprove);
  return wanted && !hasFlag(extra, 'auto-approve') ? ['-auto-approve'] : [];
}

/** True where stdout is an answer that programs read, so that init has no business on it. */
function answersWithData(subcommand: readonly string[]): boolean {
  const [word = '', second = ''] = subcommand;
  if (word === 'output' || word === 'show' || word === 'graph') return true;
  if (word === 'state') return ['list', 'pull', 'show', 'identities'].includes(second);
  if (word === 'workspace') return second === 'list' || second === 'show';
  return word === 'providers' && second === 'schema';
}
