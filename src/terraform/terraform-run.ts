import type { Component } from '../domain/component.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { Project, TerraformSettings } from '../domain/project.ts';

/** What a person asked for, and what the decision needs to know of the world. */
export interface TerraformRequest {
  readonly project: Project;
  readonly component: Component;
  /** One word or two: `['plan']`, `['state', 'list']`, `['workspace']`, `['workspace', 'select']`. */
  readonly subcommand: readonly string[];
  /** Terraform's own arguments in the order given; the `--` is gone. */
  readonly extra: readonly string[];
  readonly options: TerraformOptions;
  /** The inherited variables that matter, see `inheritedVariables`. */
  readonly inherited: Readonly<Record<string, string>>;
  /** Whether a folder stands at an absolute path. */
  readonly isFolder: (path: string) => boolean;
}

/** Our own flags of a run. */
export interface TerraformOptions {
  readonly skipInit?: boolean;
  /** `--planfile X`, or `--from-plan=X`: what `apply` and `deploy` apply. As Terraform sees it: from the folder. */
  readonly planFile?: string;
  /** `--from-plan` without a file: apply the plan file that `plan` leaves. */
  readonly fromPlan?: boolean;
  readonly autoApprove?: boolean;
  /** No var-file, and no look at the variables: for a command that only reads. */
  readonly withoutVariables?: boolean;
  /** Flags that stand in for a setting of atmos.yaml in this run. */
  readonly settings?: Partial<TerraformSettings>;
}

/** Everything that happens for one sub-command, in the order of the fields. */
export interface TerraformRun {
  /** The executable that component or project name; `findTerraform` looks for it. */
  readonly program: string;
  /** Absolute; where the commands run. */
  readonly folder: string;
  /** The workspace that the commands work in. */
  readonly workspace: string;
  /** Written first. */
  readonly files: readonly GeneratedFile[];
  /** Absolute paths, removed before the first command; usually they are not there. */
  readonly remove: readonly string[];
  /** Run one after the other; the first that fails ends the run with its exit code. */
  readonly commands: readonly TerraformCommand[];
  readonly cleanUp: readonly CleanUp[];
  /** For every command. Credentials are not in it and come on top of it. */
  readonly change: EnvironmentChange;
  /** Where providers may be kept between runs. Apply its change only when the folder could be made. */
  readonly pluginCache?: { readonly folder: string; readonly change: EnvironmentChange };
  /** Sentences for the person, each without a secret. */
  readonly warnings: readonly string[];
}

/** Nothing is to be done, which is no failure: exit 0 and say the message. */
export interface SkippedRun {
  readonly skipped: 'disabled';
  readonly message: string;
}

export interface GeneratedFile {
  /** Absolute. */
  readonly path: string;
  readonly content: string;
  readonly mode: number;
  readonly purpose: 'variables' | 'backend' | 'providers' | 'requirements';
}

export interface TerraformCommand {
  readonly step: 'init' | 'workspace' | 'main';
  readonly args: readonly string[];
  /** Keep its output back and show it only when it fails: it is not what the person asked to see. */
  readonly quiet: boolean;
  /** What to run instead of failing, where the command ends with exactly this exit code. */
  readonly fallback?: { readonly exitCode: number; readonly args: readonly string[] };
  /** For this command alone, on top of everything else, credentials included. */
  readonly change?: EnvironmentChange;
}

export interface CleanUp {
  /** Absolute; often not there. */
  readonly path: string;
  readonly when: 'always' | 'after-success';
}

/** True for a run in which there is nothing to do. */
export function isSkipped(run: TerraformRun | SkippedRun): run is SkippedRun {
  return 'skipped' in run;
}
