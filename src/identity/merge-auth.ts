import { mergeValues } from '../domain/merge.ts';
import { entriesOf, type MapValue, type Value, valueAt } from '../domain/value.ts';

/**
 * Lays the `auth:` of a component's layers over the project's. Names of providers and identities compare without
 * case and keep the project's writing; an entry that only marks (`default: true`) changes nothing else.
 * Source of the rule: Atmos merges stack-level `auth` over that of atmos.yaml and the profiles.
 */
export function mergeAuth(project: MapValue, component: MapValue): MapValue {
  if (component.entries.size === 0) return project;
  const renamed = new Map(
    [...component.entries].map(([section, value]) => [
      section,
      section === 'identities' || section === 'providers'
        ? inWritingOf(valueAt(project, section), value)
        : value,
    ]),
  );
  return mergeValues(project, { ...component, entries: renamed }) as MapValue;
}

function inWritingOf(known: Value | undefined, entries: Value): Value {
  if (entries.type !== 'map') return entries;
  const writing = new Map([...entriesOf(known)].map(([name]) => [name.toLowerCase(), name]));
  const renamed = [...entries.entries]
    // A marker of an identity that no profile defines would otherwise make one without a kind.
    .filter(([name, entry]) => writing.has(name.toLowerCase()) || !isMarker(entry))
    .map(([name, entry]) => [writing.get(name.toLowerCase()) ?? name, entry] as const);
  return { ...entries, entries: new Map(renamed) };
}

function isMarker(entry: Value): boolean {
  return entry.type === 'map' && [...entry.entries.keys()].every((key) => key === 'default');
}
