import type { MapValue, Value } from '../domain/value.ts';
import type { ComponentLayers } from './component-layers.ts';
import type { ManifestPart } from './read-manifest.ts';

const sections = [
  ...[
    'backend',
    'backend_type',
    'env',
    'remote_state_backend',
    'remote_state_backend_type',
    'settings',
    'vars',
  ],
];

/**
 * The manifests that a component depends on, sorted: its own, and of those it imports each that sets something for
 * the whole stack or the type, or that defines the component or one of its bases.
 */
export function dependencyFiles(parts: readonly ManifestPart[], layers: ComponentLayers): readonly string[] {
  const own = parts.at(-1)?.name;
  const wanted = [layers.own.name, ...layers.bases.map(({ name }) => name)];
  const names = parts.filter(({ map }) => counts(map, layers.type, wanted)).map(({ name }) => name);
  return [...new Set(own === undefined ? names : [...names, own])].sort();
}

function counts(part: MapValue, type: string, wanted: readonly string[]): boolean {
  const components = mapAt(mapAt(part, 'components'), type);
  return (
    sets(part) ||
    sets(mapAt(part, type)) ||
    wanted.some((name) => (mapAt(components, name)?.entries.size ?? 0) > 0)
  );
}

const sets = (map: MapValue | undefined): boolean => sections.some((key) => isSet(map?.entries.get(key)));

const isSet = (value: Value | undefined): boolean =>
  value?.type === 'map' ? value.entries.size > 0 : value?.type === 'scalar' && !!value.data;

function mapAt(map: MapValue | undefined, key: string): MapValue | undefined {
  const value = map?.entries.get(key);
  return value?.type === 'map' ? value : undefined;
}
