import { maskedAuth } from '../domain/masked-auth.ts';
import { mapEntries } from '../domain/merge.ts';
import type { Project } from '../domain/project.ts';
import { type MapValue, type Value, valueAt } from '../domain/value.ts';
import { treeOf } from '../yaml/plain-value.ts';

/**
 * The configuration as Atmos prints it: where we let a later file mark an identity that an earlier one defines, Atmos
 * keeps of it what the last file says and nothing else. Names of identities are in lower case, and secrets are hidden.
 * Source: test/golden/profile-redefines-identity.
 */
export function configAsAtmosHasIt({ config }: Project): MapValue {
  const identities = valueAt(config, 'auth', 'identities');
  if (identities?.type !== 'map') return masked(config);
  const lower = [...identities.entries].map(
    ([name, value]) => [name.toLowerCase(), asLastSaid(value)] as const,
  );
  return masked(
    mapEntries(config, (value, key) =>
      key === 'auth' && value.type === 'map'
        ? {
            ...value,
            entries: new Map(value.entries).set('identities', { ...identities, entries: new Map(lower) }),
          }
        : value,
    ),
  );
}

const masked = (config: MapValue): MapValue =>
  mapEntries(config, (value, key) => (key === 'auth' ? maskedAuth(value) : value));

function asLastSaid(identity: Value): Value {
  if (identity.type !== 'map') return identity;
  const { file } = identity.at;
  const said = [...identity.entries].filter(([, { at }]) => at.file === file);
  const kind: [string, Value][] = said.some(([key]) => key === 'kind')
    ? []
    : [['kind', treeOf('', identity.at)]];
  return { ...identity, entries: new Map([...kind, ...said]) };
}
