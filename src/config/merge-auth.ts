import type { IdentityDefault } from '../domain/component.ts';
import { mapEntries, mergeValues } from '../domain/merge.ts';
import type { ReplacedIdentity } from '../domain/project.ts';
import { emptyMap, entriesOf, type MapValue, type Value, valueAt } from '../domain/value.ts';
import type { ConfigLayer } from './config-layer.ts';

/** The `auth:` of all configuration files. */
export interface MergedAuth {
  readonly auth: MapValue;
  /** Latest file first. */
  readonly identityDefaults: readonly IdentityDefault[];
  /** Definitions that a later file replaced whole. */
  readonly replaced: readonly ReplacedIdentity[];
}

interface Named {
  /** As first written. */
  readonly name: string;
  readonly value: Value;
}

/**
 * The `auth:` of configuration files. Providers merge; an identity named again in a later file replaces the earlier
 * entry whole where it has a `kind` (with its markers), and only marks it where it has none. Names keep the writing
 * of the first file that has them and are compared without case.
 */
export function mergeAuth(
  merged: MapValue | undefined,
  settings: readonly ConfigLayer[],
  identityLayers: readonly ConfigLayer[],
): MergedAuth {
  const { identities, markers, replaced } = readIdentities(identityLayers);
  const rest = merged ?? emptyMap({ file: 'auth' });
  const auth = mapEntries(rest, (value, key) =>
    key === 'providers' || key === 'integrations' ? namedMap(value, mergeNamed(settings, key)) : value,
  );
  const listed = valueAt(rest, 'identities');
  const entries = new Map(auth.entries);
  if (listed !== undefined) entries.set('identities', namedMap(listed, identities));
  return { auth: { ...auth, entries }, identityDefaults: markers.reverse(), replaced };
}

function mergeNamed(layers: readonly ConfigLayer[], key: string): ReadonlyMap<string, Named> {
  const all = new Map<string, Named>();
  for (const { map } of layers)
    for (const [name, value] of entriesOf(valueAt(map, 'auth', key))) {
      const before = all.get(name.toLowerCase());
      const keepLow = before?.value.type === 'map' && value.type !== 'map';
      all.set(name.toLowerCase(), {
        name: before?.name ?? name,
        value: before === undefined ? value : keepLow ? before.value : mergeValues(before.value, value),
      });
    }
  return all;
}

function readIdentities(layers: readonly ConfigLayer[]): {
  identities: ReadonlyMap<string, Named>;
  markers: IdentityDefault[];
  replaced: ReplacedIdentity[];
} {
  const replaced: ReplacedIdentity[] = [];
  const identities = new Map<string, Named>();
  let markers: IdentityDefault[] = [];
  for (const { map, layer } of layers)
    for (const [name, value] of entriesOf(valueAt(map, 'auth', 'identities'))) {
      const identity = name.toLowerCase();
      const before = identities.get(identity);
      const whole = before === undefined || valueAt(value, 'kind') !== undefined;
      const [old, now] = [valueAt(before?.value, 'kind'), valueAt(value, 'kind')];
      if (before !== undefined && old !== undefined && now !== undefined)
        replaced.push({ name: before.name, at: old.at, by: now.at });
      // A definition that replaces another one takes its markers away as well.
      if (whole) markers = markers.filter((marker) => marker.identity !== identity);
      const mark = valueAt(value, 'default');
      if (mark?.type === 'scalar' && typeof mark.data === 'boolean')
        markers.push({ identity, value: mark.data, layer, at: mark.at });
      identities.set(identity, {
        name: before?.name ?? name,
        value: whole ? value : mergeValues(before.value, value),
      });
    }
  return { identities, markers, replaced };
}

const namedMap = (shape: Value, named: ReadonlyMap<string, Named>): MapValue => ({
  type: 'map',
  entries: new Map([...named.values()].map(({ name, value }) => [name, value])),
  at: shape.at,
});
