import { isAbsolute, join, normalize } from 'node:path';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { fileNames } from './file-names.ts';
import { backendFile, providersFile, requirementsFile, variablesFile } from './generated-files.ts';
import { refuse } from './refusals.ts';
import { type CommandsRequest, commandsOf, usesPlan } from './run-commands.ts';
import { environmentOf, pluginCacheOf, warningsOf } from './run-environment.ts';
import type {
  CleanUp,
  GeneratedFile,
  SkippedRun,
  TerraformCommand,
  TerraformRequest,
  TerraformRun,
} from './terraform-run.ts';

/**
 * Everything that one Terraform sub-command on one component takes: files, commands, environment, and what is
 * removed before and after. Nothing is done. A disabled component is skipped, which is no failure.
 * Problems: those of `refuse`, and `stack-invalid` for a backend or variables that cannot be written down.
 * Source of the rules: what Atmos runs.
 */
export function planRun(request: TerraformRequest): TerraformRun | SkippedRun {
  const { project, component, subcommand, extra, options, inherited } = request;
  if (!component.enabled) {
    return {
      skipped: 'disabled',
      message: `Component ${component.name} is disabled in ${component.stack} (\`metadata.enabled\`); nothing to do.`,
    };
  }
  const folder = join(project.terraform.basePath, component.folder);
  refuse(component, folder, subcommand, request.isFolder);

  const settings = { ...project.terraform, ...options.settings };
  const change = environmentOf(project, component, inherited);
  const fixedWorkspace = effective('TF_WORKSPACE', change, inherited);
  const decided: CommandsRequest = {
    component,
    subcommand,
    extra,
    options,
    settings,
    names: fileNames(component),
    ...(fixedWorkspace === undefined ? {} : { fixedWorkspace }),
  };
  const commands = commandsOf(decided);
  const initRuns = commands.some(({ args }) => args[0] === 'init');
  const pluginCache = pluginCacheOf(project, change, inherited);
  return {
    program: component.command || settings.command || 'terraform',
    folder,
    workspace: fixedWorkspace ?? component.workspace,
    files: filesOf(decided, commands, folder),
    remove: initRuns ? [rememberedWorkspace(folder, change, inherited)] : [],
    commands,
    cleanUp: cleanUpOf(decided, folder),
    change,
    ...(pluginCache === undefined ? {} : { pluginCache }),
    warnings: warningsOf(inherited),
  };
}

function filesOf(
  { component, subcommand, options, settings, names }: CommandsRequest,
  commands: readonly TerraformCommand[],
  folder: string,
): readonly GeneratedFile[] {
  // A command that is handed the var-file needs it, whatever else is asked: init with `pass_vars`, for one.
  const needed = commands.some(({ args }) => args.includes(names.variables));
  return [
    needed || (subcommand[0] !== 'workspace' && !usesPlan(options) && options.withoutVariables !== true)
      ? variablesFile(component, folder, names.variables)
      : undefined,
    settings.autoGenerateBackendFile ? backendFile(component, folder) : undefined,
    providersFile(component, folder),
    requirementsFile(component, folder),
  ].filter((file) => file !== undefined);
}

/**
 * After success only: what is left after a failure helps to find its cause. The default plan file goes with every
 * command but `plan` and `show`, since the state it was made for may be gone.
 */
function cleanUpOf({ subcommand, options, names }: CommandsRequest, folder: string): readonly CleanUp[] {
  const [word = ''] = subcommand;
  const gone: string[] = [];
  if (word !== 'plan' && word !== 'show' && options.planFile === undefined) gone.push(names.plan);
  if (word === 'apply' || word === 'deploy') gone.push(names.variables);
  return gone.map((name) => ({ path: join(folder, name), when: 'after-success' }));
}

/** Where Terraform remembers the selected workspace. Left in place, `init` asks which one to use. */
function rememberedWorkspace(
  folder: string,
  change: EnvironmentChange,
  inherited: Readonly<Record<string, string>>,
): string {
  const data = effective('TF_DATA_DIR', change, inherited) ?? '.terraform';
  return join(isAbsolute(data) ? normalize(data) : join(folder, data), 'environment');
}

/** What the child will find in a variable; undefined for unset and for empty. */
function effective(
  name: string,
  change: EnvironmentChange,
  inherited: Readonly<Record<string, string>>,
): string | undefined {
  return (name in change ? change[name] : inherited[name]) || undefined;
}
