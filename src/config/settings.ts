import { resolve } from 'node:path';
import type { SharedWith } from '../domain/chain.ts';
import { credentialModes } from '../domain/credential-mode.ts';
import {
  atmosFunctions,
  type KitSettings,
  type StackSettings,
  type TemplateSettings,
  type TerraformSettings,
} from '../domain/project.ts';
import { entriesOf, type MapValue, toPlain, type Value, valueAt } from '../domain/value.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { flagSetting, listSetting, textSetting, wrong } from './read-setting.ts';

/**
 * What Atmos takes where there is no configuration file at all. A project with an atmos.yaml gets none of these:
 * what it does not say is off or empty.
 */
const withoutFile = `
base_path: .
stacks:
  base_path: stacks
  included_paths: [orgs/**/*]
  excluded_paths: ["**/_defaults.yaml"]
  name_pattern: "{tenant}-{environment}-{stage}"
components:
  terraform:
    base_path: components/terraform
    deploy_run_init: true
    init_run_reconfigure: true
    auto_generate_backend_file: true
workflows: { base_path: stacks/workflows }
templates: { settings: { enabled: true, sprig: { enabled: true }, gomplate: { enabled: true } } }
`;

/** The built-in configuration of a folder without any configuration file. */
export const builtInConfig = (): MapValue => readYaml(withoutFile, 'built-in configuration') as MapValue;

/** `stacks:` and what else decides how manifests are read. Throws Problem `config-invalid`. */
export function stackSettings(config: MapValue, basePath: string): StackSettings {
  const namePattern = textSetting(config, 'stacks', 'name_pattern');
  const nameTemplate = textSetting(config, 'stacks', 'name_template');
  return {
    basePath: resolve(basePath, textSetting(config, 'stacks', 'base_path') ?? ''),
    includedPaths: listSetting(config, 'stacks', 'included_paths'),
    excludedPaths: listSetting(config, 'stacks', 'excluded_paths'),
    ...(namePattern !== undefined && { namePattern }),
    ...(nameTemplate !== undefined && { nameTemplate }),
    listMerge: oneOf(config, ['replace', 'append', 'merge'], 'settings', 'list_merge_strategy'),
    templatesEnabled: flagSetting(config, false, 'templates', 'settings', 'enabled'),
    templates: templateSettings(config),
    inheritMetadata: flagSetting(config, true, 'stacks', 'inherit', 'metadata'),
  };
}

function templateSettings(config: MapValue): TemplateSettings {
  const path = ['templates', 'settings'];
  const [left, right, ...more] = listSetting(config, ...path, 'delimiters');
  const given = left !== undefined;
  if (given && (!left || !right || more.length > 0))
    throw wrong(
      [...path, 'delimiters'],
      'two texts, left and right',
      valueAt(config, ...path, 'delimiters') as Value,
    );
  const evaluations = textSetting(config, ...path, 'evaluations') ?? '1';
  if (!/^\d+$/.test(evaluations))
    throw wrong([...path, 'evaluations'], 'a number', valueAt(config, ...path, 'evaluations') as Value);
  return {
    sprig: flagSetting(config, false, ...path, 'sprig', 'enabled'),
    gomplate: flagSetting(config, false, ...path, 'gomplate', 'enabled'),
    evaluations: Math.max(1, Number(evaluations)),
    delimiters: given ? [left, right as string] : ['{{', '}}'],
    env: Object.fromEntries(
      [...entriesOf(valueAt(config, ...path, 'env'))].map(([name, value]) => [name, String(toPlain(value))]),
    ),
    ignoreMissing: flagSetting(config, false, ...path, 'ignore_missing_template_values'),
  };
}

/** `components.terraform:`. Throws Problem `config-invalid`. */
export function terraformSettings(config: MapValue, basePath: string): TerraformSettings {
  const flag = (...path: string[]): boolean => flagSetting(config, false, 'components', 'terraform', ...path);
  const text = (key: string): string | undefined => textSetting(config, 'components', 'terraform', key);
  const appendUserAgent = text('append_user_agent');
  return {
    basePath: resolve(basePath, text('base_path') ?? ''),
    command: text('command') ?? 'terraform',
    autoGenerateBackendFile: flag('auto_generate_backend_file'),
    initRunReconfigure: flag('init_run_reconfigure'),
    initPassVars: flag('init', 'pass_vars'),
    applyAutoApprove: flag('apply_auto_approve'),
    deployRunInit: flag('deploy_run_init'),
    planSkipPlanfile: flag('plan', 'skip_planfile'),
    ...(appendUserAgent !== undefined && { appendUserAgent }),
  };
}

/** `kit:`, our own settings. Throws Problem `config-invalid`. */
export function kitSettings(config: MapValue): KitSettings {
  const at = valueAt(config, 'kit')?.at;
  return {
    credentials: oneOf(config, credentialModes, 'kit', 'credentials'),
    share: listSetting(config, 'kit', 'share').map(program),
    atmosFunction: oneOf(config, atmosFunctions, 'kit', 'shell', 'atmos_function'),
    ...(at && { at }),
  };

  function program(name: string): SharedWith {
    const known = (['atmos', 'aws'] as const).find((one) => one === name);
    if (known === undefined)
      throw wrong(['kit', 'share'], 'a list of atmos and aws', valueAt(config, 'kit', 'share') as Value);
    return known;
  }
}

/** One of some words; the first where the setting is absent. */
function oneOf<T extends string>(config: MapValue, words: readonly T[], ...path: readonly string[]): T {
  const text = textSetting(config, ...path);
  const word = text === undefined ? words[0] : words.find((known) => known === text);
  if (word === undefined) throw wrong(path, `one of ${words.join(', ')}`, valueAt(config, ...path) as Value);
  return word;
}
