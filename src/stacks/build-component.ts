import type { Component } from '../domain/component.ts';
import { type MapValue, textOf, valueAt } from '../domain/value.ts';
import { functionOf, notSupported } from '../yaml/yaml-function.ts';
import { backendOf } from './backend.ts';
import { type EvaluationContext, evaluate } from './evaluate.ts';
import { identityDefaults } from './identity-defaults.ts';
import type { OpenManifest } from './open-manifest.ts';
import type { StackContext } from './stack-context.ts';
import { workspaceOf } from './workspace.ts';

// Each of these changes what a run of Terraform does.
const notYet = ['source', 'provision', 'generate', 'hooks'];

/**
 * A component with everything worked out. Throws Problem `stack-invalid`, `yaml-invalid` or `construct-not-supported`.
 */
export function buildComponent(
  context: StackContext,
  manifest: OpenManifest,
  name: string,
  stack: string,
): Component {
  const layers = manifest.layers(name);
  const { terraform } = context.project;
  for (const key of notYet) {
    const section = layers.foundation(key);
    if (section.entries.size > 0) throw notSupported(`${key}: of a component`, section.at);
  }
  const locals = layers.own.map.entries.get('locals');
  if (locals !== undefined) throw notSupported('locals:', locals.at);
  const folder = manifest.folder(name);
  const metadata = layers.metadata();
  const globalKey = textOf(valueAt(manifest.manifest.merged, 'terraform', 'backend', 'azurerm', 'key'));
  const backend = backendOf(layers, folder, globalKey);
  const work = evaluation(context, layers.section('env'));
  const requiredVersion = layers.requiredVersion();
  const command = layers.choice('command') ?? terraform.command;
  for (const text of [command, backend.type, requiredVersion, folder])
    refuseComputed(text, layers.own.map, work);
  return {
    name,
    stack,
    manifest: manifest.name,
    at: layers.own.map.at,
    abstract: textOf(metadata.entries.get('type')) === 'abstract',
    enabled: !isFlag(metadata, 'enabled', false),
    locked: isFlag(metadata, 'locked', true),
    folder,
    vars: evaluate(layers.section('vars'), work),
    env: evaluate(layers.section('env'), work),
    settings: evaluate(layers.section('settings'), work),
    metadata: evaluate(metadata, work),
    dependencies: evaluate(layers.foundation('dependencies'), work),
    providers: evaluate(layers.providers('providers'), work),
    ...(requiredVersion !== undefined && { requiredVersion }),
    requiredProviders: evaluate(layers.providers('required_providers'), work),
    ...(backend.type !== undefined && { backendType: backend.type }),
    backend: evaluate(backend.section, work),
    auth: evaluate(layers.section('auth'), work),
    identityDefaults: identityDefaults(layers, manifest.manifest.parts),
    command,
    workspace: workspaceOf(context, { layers, stack, folder, backendType: backend.type }),
    inheritance: [...new Set(layers.bases.map((base) => base.name).reverse())],
  };
}

/** Whether metadata says exactly this. */
export function isFlag(metadata: MapValue, key: string, wanted: boolean): boolean {
  const value = metadata.entries.get(key);
  return value?.type === 'scalar' && value.data === wanted;
}

/** Words that choose what runs must stand as they are: a function or a template in them is not worked out yet. */
function refuseComputed(text: string | undefined, { at }: MapValue, work: EvaluationContext): void {
  if (text === undefined) return;
  const computed = functionOf({ type: 'scalar', data: text, at }) !== undefined;
  if (computed || (work.templateMark !== undefined && text.includes(work.templateMark)))
    throw notSupported(`The computed value "${text}"`, at);
}

/** `!env` asks the component's own `env` first, then the environment of this process. */
function evaluation(context: StackContext, env: MapValue): EvaluationContext {
  const { templateMark, world } = context;
  const fromProcess = (name: string): string | undefined => world.environment.get(name);
  // Only names that some value asks for are worked out: the rest must not be able to fail here.
  const fromComponent = (name: string): string | undefined => {
    const value = env.entries.get(name);
    if (value?.type !== 'scalar' || value.data === null) return undefined;
    const one: MapValue = { ...env, entries: new Map([[name, value]]) };
    const text = evaluate(one, { templateMark, variables: [fromProcess] }).entries.get(name);
    return text?.type === 'scalar' ? String(text.data) : undefined;
  };
  return { templateMark, variables: [fromComponent, fromProcess] };
}
