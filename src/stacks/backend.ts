import { mergeValues } from '../domain/merge.ts';
import { emptyMap, type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import type { ComponentLayers } from './component-layers.ts';
import { isNull, stackInvalid } from './section.ts';

/** The backend that a component keeps its state in. */
export interface Backend {
  readonly type?: string;
  /** The section of that type only. */
  readonly section: MapValue;
}

/**
 * The backend of a component, with the prefix that keeps components apart filled in where nobody set it: s3
 * workspace_key_prefix and gcs prefix are metadata.name, else the folder; azurerm's key ends in it.
 * Throws Problem `stack-invalid` where the type has no section while others have.
 */
export function backendOf(layers: ComponentLayers, folder: string, globalKey: string | undefined): Backend {
  const all = layers.foundation('backend');
  const type = layers.choice('backend_type');
  if (type === undefined) return { section: emptyMap(all.at) };
  const section = all.entries.get(type);
  if (section === undefined && all.entries.size > 0)
    throw stackInvalid(
      `The backend of ${layers.own.name} is of the type ${type}, but only ${[...all.entries.keys()].join(', ')} has settings.`,
      all.at,
      `Add ${type}: below backend:, or change backend_type.`,
    );
  if (section !== undefined && section.type !== 'map' && !isNull(section))
    throw stackInvalid(`backend.${type} of ${layers.own.name} must be a map.`, section.at);
  const map = section?.type === 'map' ? section : emptyMap(all.at);
  return { type, section: withPrefix(layers, type, map, folder, globalKey) };
}

function withPrefix(
  layers: ComponentLayers,
  type: string,
  section: MapValue,
  folder: string,
  globalKey: string | undefined,
): MapValue {
  const name = (textOf(layers.metadata().entries.get('name')) || folder).replaceAll('/', '-');
  const fill = (key: string, data: string): MapValue => {
    const value: Value = { type: 'scalar', data, at: section.at };
    const own: MapValue = { type: 'map', entries: new Map([[key, value]]), at: section.at };
    return mergeValues(section, own) as MapValue;
  };
  if (type === 's3' && !section.entries.has('workspace_key_prefix'))
    return fill('workspace_key_prefix', name);
  if (type === 'gcs' && !section.entries.has('prefix')) return fill('prefix', name);
  if (type !== 'azurerm' || valueAt(layers.own.map, 'backend', 'azurerm', 'key') !== undefined)
    return section;
  return fill('key', [globalKey, `${name}.terraform.tfstate`].filter(Boolean).join('/'));
}

/**
 * Where others read the state of a component: the backend, of the type and with the settings that
 * `remote_state_backend` puts on top of it. Throws Problem `stack-invalid`.
 */
export function remoteStateBackend(layers: ComponentLayers, backend: Backend): Backend {
  const own = layers.foundation('remote_state_backend');
  const type = layers.choice('remote_state_backend_type') ?? backend.type;
  if (type === undefined) return { section: emptyMap(own.at) };
  const base: MapValue = {
    type: 'map',
    entries: new Map(backend.type === undefined ? [] : [[backend.type, backend.section]]),
    at: own.at,
  };
  const all = mergeValues(base, own) as MapValue;
  const section = all.entries.get(type);
  if (section === undefined && own.entries.size > 0)
    throw stackInvalid(
      `The remote state backend of ${layers.own.name} is of the type ${type}, but only ${[...all.entries.keys()].join(', ')} has settings.`,
      all.at,
      `Add ${type}: below remote_state_backend:, or change remote_state_backend_type.`,
    );
  return { type, section: section?.type === 'map' ? section : emptyMap(all.at) };
}
