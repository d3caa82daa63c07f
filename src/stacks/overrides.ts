import { mapEntries, mergeLayers, mergeValues } from '../domain/merge.ts';
import { emptyMap, type MapValue, type Value } from '../domain/value.ts';
import { mapSection } from './section.ts';

const types = ['terraform', 'helmfile', 'packer'] as const;

/** A manifest's own `overrides:` by type of component, those below the type over those of the whole file. */
export function ownOverrides(own: MapValue): MapValue | undefined {
  const global = mapSection(own, 'overrides');
  const entries = types.flatMap((type): [string, Value][] => {
    const merged = mergeLayers([global, mapSection(mapSection(own, type), 'overrides', type)]);
    return merged === undefined ? [] : [[type, merged]];
  });
  return entries.length === 0 ? undefined : { ...emptyMap(own.at), entries: new Map(entries) };
}

/** The manifest with overrides hung on the components that it defines itself. */
export function withOverrides(own: MapValue, overrides: MapValue | undefined): MapValue {
  if (overrides === undefined || overrides.entries.size === 0) return own;
  return mapEntries(own, (components, key) =>
    key !== 'components' || components.type !== 'map'
      ? components
      : mapEntries(components, (all, type) => {
          const some = overrides.entries.get(type);
          return some?.type !== 'map' || some.entries.size === 0 || all.type !== 'map'
            ? all
            : mapEntries(all, (component) => hung(component, some));
        }),
  );
}

function hung(component: Value, overrides: MapValue): Value {
  if (component.type !== 'map') return component;
  const before = component.entries.get('overrides');
  const value = before === undefined ? overrides : mergeValues(before, overrides);
  return { ...component, entries: new Map(component.entries).set('overrides', value) };
}
