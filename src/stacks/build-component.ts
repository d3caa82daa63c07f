import type { Component } from '../domain/component.ts';
import { type MapValue, textOf, type Value } from '../domain/value.ts';
import { functionOf, notSupported } from '../yaml/yaml-function.ts';
import type { ComponentSections } from './component-sections.ts';
import { identityDefaults } from './identity-defaults.ts';
import type { StackContext } from './stack-context.ts';

/**
 * A component whose values are worked out when they are asked for: who only wants to know the identity runs no
 * function in `vars`. What decides where and with what it runs is checked at once.
 * Throws Suspended, Problem `stack-invalid`, `yaml-invalid` or `construct-not-supported`; its parts throw the same.
 */
export function buildComponent(context: StackContext, sections: ComponentSections): Component {
  const { layers, manifest } = sections;
  const metadata = layers.metadata();
  const { folder } = sections;
  const backendType = textOf(sections.raw('backend_type')) ?? '';
  for (const text of [folder, backendType]) refuseComputed(context, text, layers.own.map);
  const requiredVersion = textOf(sections.raw('required_version')) ?? '';
  return {
    name: sections.place.name,
    stack: sections.place.stack,
    manifest: manifest.name,
    at: layers.own.map.at,
    abstract: textOf(metadata.entries.get('type')) === 'abstract',
    enabled: !isFlag(metadata, 'enabled', false),
    locked: isFlag(metadata, 'locked', true),
    folder,
    ...(requiredVersion !== '' && { requiredVersion: sections.text('required_version') }),
    ...(backendType !== '' && { backendType }),
    identityDefaults: identityDefaults(layers, manifest.manifest.parts),
    inheritance: (sections.raw('inheritance') as Value & { type: 'list' }).items.map(
      (item) => textOf(item) ?? '',
    ),
    get vars() {
      return sections.map('vars');
    },
    get env() {
      return sections.map('env');
    },
    get settings() {
      return sections.map('settings');
    },
    get metadata() {
      return sections.map('metadata');
    },
    get providers() {
      return sections.map('providers');
    },
    get requiredProviders() {
      return sections.map('required_providers');
    },
    get backend() {
      return sections.map('backend');
    },
    get staticOutputs() {
      const type = textOf(sections.raw('remote_state_backend_type'));
      return type === 'static' ? sections.map('remote_state_backend') : undefined;
    },
    get auth() {
      return sections.map('auth');
    },
    get command() {
      return sections.text('command');
    },
    get workspace() {
      return sections.text('workspace');
    },
    get hooks() {
      return sections.map('hooks');
    },
    get generate() {
      return sections.map('generate');
    },
    get source() {
      return sections.map('source');
    },
    get provision() {
      return sections.map('provision');
    },
    get dependencies() {
      return sections.map('dependencies');
    },
  };
}

/** Whether metadata says exactly this. */
export function isFlag(metadata: MapValue, key: string, wanted: boolean): boolean {
  const value = metadata.entries.get(key);
  return value?.type === 'scalar' && value.data === wanted;
}

/** The folder and the backend are chosen before a template is filled in, so neither may be computed. */
function refuseComputed({ templateMark }: StackContext, text: string, { at }: MapValue): void {
  const computed = functionOf({ type: 'scalar', data: text, at }) !== undefined;
  if (computed || (templateMark !== undefined && text.includes(templateMark)))
    throw notSupported(`The computed value "${text}"`, at);
}
