import { join } from 'node:path';
import type { Component } from '../domain/component.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { Project } from '../domain/project.ts';
import { entriesOf, textOf, valueAt } from '../domain/value.ts';
import { goText } from './go-text.ts';
import type { TerraformRun } from './terraform-run.ts';

/** Where inherited variables come from. */
interface Variables {
  get(name: string): string | undefined;
  withPrefix(prefix: string): Readonly<Record<string, string>>;
}

const names = [
  'ATMOS_KIT_TERRAFORM_SHELL',
  'ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE',
  'ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE_DIR',
  'ATMOS_SHLVL',
  'HOME',
  'TF_APPEND_USER_AGENT',
  'TF_CLI_ARGS',
  'TF_DATA_DIR',
  'TF_PLUGIN_CACHE_DIR',
  'TF_WORKSPACE',
  'XDG_CACHE_HOME',
];

/** The inherited variables that decide something about a Terraform run. */
export function inheritedVariables(environment: Variables): Record<string, string> {
  const result = { ...environment.withPrefix('TF_CLI_ARGS_'), ...environment.withPrefix('TF_VAR_') };
  for (const name of names) {
    const value = environment.get(name);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/**
 * The change of environment of every command: `env` of atmos.yaml, of the component, then what Atmos always sets.
 * A null in a component's `env` arrives as the text `<nil>`: odd, but it is what states were made with.
 * Source of the rule: recorded runs of Atmos (test/golden/tf-plan-sequence).
 */
export function environmentOf(
  project: Project,
  component: Component,
  inherited: Readonly<Record<string, string>>,
): EnvironmentChange {
  const change: Record<string, string | null> = { ...ofShell(inherited), ...project.env };
  for (const [name, value] of entriesOf(component.env)) {
    change[name] = goText(value);
  }
  if (project.configFolder !== undefined) change['ATMOS_CLI_CONFIG_PATH'] = project.configFolder;
  change['ATMOS_BASE_PATH'] = project.toldBasePath ?? project.basePath;
  change['TF_IN_AUTOMATION'] = 'true';
  const agent = change['TF_APPEND_USER_AGENT'] || inherited['TF_APPEND_USER_AGENT'];
  if (!agent) change['TF_APPEND_USER_AGENT'] = project.terraform.appendUserAgent ?? 'atmos-kit';
  change['ATMOS_SHLVL'] = String((Number.parseInt(inherited['ATMOS_SHLVL'] ?? '', 10) || 0) + 1);
  return change;
}

/**
 * The folder in which Terraform may keep providers between runs, the same as Atmos's: `plugin_cache_dir`, else
 * below the XDG cache. Nothing where the person manages one or where `plugin_cache` is off.
 */
export function pluginCacheOf(
  project: Project,
  change: EnvironmentChange,
  inherited: Readonly<Record<string, string>>,
): TerraformRun['pluginCache'] {
  const given =
    'TF_PLUGIN_CACHE_DIR' in change ? change['TF_PLUGIN_CACHE_DIR'] : inherited['TF_PLUGIN_CACHE_DIR'];
  // "/" and the empty text are not cache folders; Atmos passes over them too.
  if (given && given !== '/') return undefined;
  const settings = valueAt(project.config, 'components', 'terraform');
  const wanted = valueAt(settings, 'plugin_cache');
  const on = inherited['ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE'] ?? (wanted ? goText(wanted) : 'true');
  if (on !== 'true') return undefined;
  const named =
    inherited['ATMOS_COMPONENTS_TERRAFORM_PLUGIN_CACHE_DIR'] || textOf(valueAt(settings, 'plugin_cache_dir'));
  const folder = named || cacheFolder(inherited);
  if (folder === undefined) return undefined;
  return {
    folder,
    change: { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: 'true' },
  };
}

/** What a person should know about inherited variables that steer Terraform past us. Values are never named. */
export function warningsOf(inherited: Readonly<Record<string, string>>): readonly string[] {
  const own = ofShell(inherited);
  const steering = Object.keys(inherited)
    .filter((name) => !(name in own))
    .filter((name) => /^TF_(CLI_ARGS($|_)|VAR_|WORKSPACE$)/.test(name) && inherited[name] !== '')
    .sort();
  if (steering.length === 0) return [];
  const [subject, verb] = steering.length === 1 ? ['variable', 'changes'] : ['variables', 'change'];
  return [`The inherited ${subject} ${steering.join(', ')} ${verb} what Terraform does here.`];
}

/** What our own `terraform shell` has set for its component is taken away again: this run may be of another one. */
function ofShell(inherited: Readonly<Record<string, string>>): Record<string, null> {
  const list = inherited['ATMOS_KIT_TERRAFORM_SHELL'] ?? '';
  return Object.fromEntries(list.split(',').flatMap((name) => (name === '' ? [] : [[name, null]])));
}

function cacheFolder(inherited: Readonly<Record<string, string>>): string | undefined {
  const cache = inherited['XDG_CACHE_HOME'] || (inherited['HOME'] && join(inherited['HOME'], '.cache'));
  return cache ? join(cache, 'atmos', 'terraform', 'plugins') : undefined;
}
