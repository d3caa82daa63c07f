import type { MapValue, Value } from '../domain/value.ts';
import type { Environment } from '../ports.ts';
import { commaList } from './find-sources.ts';

// Variables whose name is the path of the setting, in upper case behind ATMOS_.
const texts = [
  ['stacks', 'base_path'],
  ['stacks', 'name_pattern'],
  ['stacks', 'name_template'],
  ['components', 'terraform', 'command'],
  ['components', 'terraform', 'base_path'],
  ['components', 'terraform', 'apply_auto_approve'],
  ['components', 'terraform', 'deploy_run_init'],
  ['components', 'terraform', 'init_run_reconfigure'],
  ['components', 'terraform', 'auto_generate_backend_file'],
  ['components', 'terraform', 'append_user_agent'],
  ['components', 'terraform', 'plugin_cache'],
  ['components', 'terraform', 'plugin_cache_dir'],
  ['workflows', 'base_path'],
  ['settings', 'list_merge_strategy'],
  ['logs', 'level'],
  ['logs', 'file'],
  ['describe', 'component', 'filter'],
];
const lists = [
  ['stacks', 'included_paths'],
  ['stacks', 'excluded_paths'],
];
const elsewhere: readonly (readonly [string, readonly string[]])[] = [
  ['ATMOS_COMPONENTS_TERRAFORM_INIT_PASS_VARS', ['components', 'terraform', 'init', 'pass_vars']],
  ['ATMOS_TELEMETRY_ENABLED', ['settings', 'telemetry', 'enabled']],
  ['ATMOS_VERSION_CHECK_ENABLED', ['version', 'check', 'enabled']],
  ['ATMOS_COMPONENTS_TERRAFORM_PLAN_SKIP_PLANFILE', ['components', 'terraform', 'plan', 'skip_planfile']],
];

/** The settings with those of ATMOS_* variables in their place; the variable's name is the place of such a value. */
export function overrideFromEnvironment(config: MapValue, environment: Environment): MapValue {
  const variable = (path: readonly string[]) => `ATMOS_${path.join('_').toUpperCase()}`;
  let result = config;
  const set = (name: string, path: readonly string[], list: boolean): void => {
    const text = environment.get(name);
    if (text === undefined || text === '') return;
    const at = { file: name };
    const scalar = (data: string): Value => ({ type: 'scalar', data, at });
    result = withValue(
      result,
      path,
      list ? { type: 'list', items: commaList(text).map(scalar), at } : scalar(text),
    );
  };
  for (const path of texts) set(variable(path), path, false);
  for (const path of lists) set(variable(path), path, true);
  for (const [name, path] of elsewhere) set(name, path, false);
  return result;
}

function withValue(map: MapValue, path: readonly string[], value: Value): MapValue {
  const [key = '', ...rest] = path;
  const below = map.entries.get(key);
  const next =
    rest.length === 0
      ? value
      : withValue(
          below?.type === 'map' ? below : { type: 'map', entries: new Map(), at: value.at },
          rest,
          value,
        );
  return { ...map, entries: new Map(map.entries).set(key, next) };
}
