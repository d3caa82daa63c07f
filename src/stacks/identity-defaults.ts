import type { IdentityDefault } from '../domain/component.ts';
import { entriesOf, type MapValue, type Value, valueAt } from '../domain/value.ts';
import type { ComponentLayers } from './component-layers.ts';
import type { ManifestPart } from './read-manifest.ts';

/**
 * Every default marker below atmos.yaml, most specific first: overrides, component and bases ('component'), the
 * manifest's own sections ('stack'), then its imports from the last one merged to the first ('import').
 * `parts` are the files of the manifest in merge order, its own last.
 */
export function identityDefaults(
  layers: ComponentLayers,
  parts: readonly ManifestPart[],
): readonly IdentityDefault[] {
  const own = layers
    .ownLayers()
    .flatMap(({ section, map }) => markers(valueAt(map, 'auth'), 'component', section));
  const files = parts.map(({ map }) => map).reverse();
  const stack = files.flatMap((part, index) => {
    const layer = index === 0 ? 'stack' : 'import';
    return [
      ...markers(valueAt(part, 'terraform', 'auth'), layer, 'terraform'),
      ...markers(valueAt(part, 'auth'), layer, 'auth'),
    ];
  });
  return [...own, ...agreeing(stack, files)];
}

function markers(
  auth: Value | undefined,
  layer: IdentityDefault['layer'],
  section: string,
): IdentityDefault[] {
  return [...entriesOf(valueAt(auth, 'identities'))].flatMap(([name, identity]) => {
    const mark = valueAt(identity, 'default');
    return mark?.type === 'scalar' && typeof mark.data === 'boolean'
      ? [{ identity: name.toLowerCase(), value: mark.data, layer, section, at: mark.at }]
      : [];
  });
}

/**
 * For one identity the `terraform:` section of any file beats the stack's own section of every file, as its merge
 * does: a marker that this overrules says nothing and is left out.
 */
function agreeing(stack: readonly IdentityDefault[], files: readonly MapValue[]): IdentityDefault[] {
  const inTerraform = files.flatMap((part) =>
    markers(valueAt(part, 'terraform', 'auth'), 'stack', 'terraform'),
  );
  const decided = new Set<string>();
  return stack.filter((marker) => {
    const truth = (inTerraform.find(({ identity }) => identity === marker.identity) ?? marker).value;
    if (decided.has(marker.identity) || marker.value === truth) {
      decided.add(marker.identity);
      return true;
    }
    return false;
  });
}
