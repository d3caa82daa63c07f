import { join } from 'node:path';
import type { Component } from '../domain/component.ts';
import { Problem } from '../domain/problem.ts';
import type { MapValue, Value } from '../domain/value.ts';
import { goJson, wrap } from './go-json.ts';
import type { GeneratedFile } from './terraform-run.ts';

/** The var-file. Mode 0644 as in Atmos: the variables of a stack stand in its repository anyway. */
export function variablesFile(component: Component, folder: string, name: string): GeneratedFile {
  return { path: join(folder, name), content: goJson(component.vars), mode: 0o644, purpose: 'variables' };
}

/**
 * `backend.tf.json`. Null arguments stay, because Terraform takes them for absent. In a `cloud` section
 * `{terraform_workspace}` becomes the workspace. Problem `stack-invalid` where no layer names a backend type.
 */
export function backendFile(component: Component, folder: string): GeneratedFile {
  const { backend, backendType } = component;
  if (backendType === undefined || backendType === '') {
    throw new Problem({
      code: 'stack-invalid',
      message: `Component ${component.name} of ${component.stack} has no backend type, so its backend file cannot be written.`,
      hint: 'Set `terraform.backend_type` in the stack, or `auto_generate_backend_file: false` in atmos.yaml.',
      at: component.at,
    });
  }
  const section =
    backendType === 'cloud'
      ? wrap({ cloud: withWorkspace(backend, component.workspace) }, backend)
      : wrap({ backend: wrap({ [backendType]: backend }, backend) }, backend);
  const content = goJson(wrap({ terraform: section }, backend));
  return { path: join(folder, 'backend.tf.json'), content, mode: 0o600, purpose: 'backend' };
}

/** `providers_override.tf.json`, or nothing where the component has no providers. */
export function providersFile(component: Component, folder: string): GeneratedFile | undefined {
  const { providers } = component;
  if (providers.entries.size === 0) return undefined;
  const content = goJson(wrap({ provider: foldAliases(providers) }, providers));
  return { path: join(folder, 'providers_override.tf.json'), content, mode: 0o600, purpose: 'providers' };
}

/** `terraform_override.tf.json` with required version and providers, or nothing where neither is named. */
export function requirementsFile(component: Component, folder: string): GeneratedFile | undefined {
  const { requiredVersion, requiredProviders, at } = component;
  const entries: Record<string, Value> = {};
  if (requiredVersion !== undefined)
    entries['required_version'] = { type: 'scalar', data: requiredVersion, at };
  if (requiredProviders !== undefined && requiredProviders.entries.size > 0) {
    entries['required_providers'] = requiredProviders;
  }
  if (Object.keys(entries).length === 0) return undefined;
  const content = goJson(wrap({ terraform: wrap(entries, component.vars) }, component.vars));
  return { path: join(folder, 'terraform_override.tf.json'), content, mode: 0o600, purpose: 'requirements' };
}

function withWorkspace<V extends Value>(value: V, workspace: string): V;
function withWorkspace(value: Value, workspace: string): Value {
  switch (value.type) {
    case 'scalar':
      if (typeof value.data !== 'string') return value;
      return { ...value, data: value.data.replaceAll('{terraform_workspace}', workspace) };
    case 'list':
      return { ...value, items: value.items.map((item) => withWorkspace(item, workspace)) };
    case 'map':
      return {
        ...value,
        entries: new Map([...value.entries].map(([key, entry]) => [key, withWorkspace(entry, workspace)])),
      };
  }
}

/**
 * `aws` and `aws.second` become the list `aws: [{…}, {alias: second, …}]` that Terraform's JSON wants, the plain
 * one first, then by name. An alias that the entry does not spell out is the part after the dot.
 */
function foldAliases(providers: MapValue): MapValue {
  const aliased = [...providers.entries]
    .filter(([key]) => key.indexOf('.') > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const result = new Map([...providers.entries].filter(([key]) => key.indexOf('.') <= 0));
  for (const [key, entry] of aliased) {
    const dot = key.indexOf('.');
    const base = key.slice(0, dot);
    const before = result.get(base);
    const items = before === undefined ? [] : before.type === 'list' ? before.items : [before];
    result.set(base, { type: 'list', items: [...items, withAlias(entry, key.slice(dot + 1))], at: entry.at });
  }
  return { ...providers, entries: result };
}

function withAlias(entry: Value, alias: string): Value {
  if (entry.type !== 'map' || entry.entries.has('alias')) return entry;
  return {
    ...entry,
    entries: new Map([...entry.entries, ['alias', { type: 'scalar', data: alias, at: entry.at }]]),
  };
}
