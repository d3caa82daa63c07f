import { mapEntries } from '../domain/merge.ts';
import { type MapValue, type Scalar, type ScalarData, type Value, valueAt } from '../domain/value.ts';
import { plainScalar } from '../yaml/scalar.ts';

const action = /^\s*\{\{-?\s*([^{}]*?)\s*-?\}\}\s*$/;

/**
 * A rendered manifest in which a text that is nothing but one template has the type of what the template gave: in a
 * plain file that is imported with a context, `"{{ .count }}"` is a number where the context says a number. A text of
 * the context stays text, whatever it looks like. `raw` is the manifest before it was rendered.
 * Source of the rule: a recorded run of Atmos (test/golden/imports-with-context).
 */
export function withNativeValues(rendered: Value, raw: Value, data: MapValue): Value {
  if (rendered.type === 'scalar') return raw.type === 'scalar' ? native(rendered, raw, data) : rendered;
  if (rendered.type === 'list') {
    if (raw.type !== 'list' || raw.items.length !== rendered.items.length) return rendered;
    const items = rendered.items.map((item, index) =>
      withNativeValues(item, raw.items[index] as Value, data),
    );
    return items.every((item, index) => item === rendered.items[index]) ? rendered : { ...rendered, items };
  }
  // Keys may be templates themselves, so entries are matched by their position.
  if (raw.type !== 'map' || raw.entries.size !== rendered.entries.size) return rendered;
  const before = [...raw.entries.values()];
  let index = 0;
  return mapEntries(rendered, (value) => {
    const next = withNativeValues(value, before[index] as Value, data);
    index += 1;
    return next;
  });
}

function native(rendered: Scalar, { data: source }: Scalar, data: MapValue): Scalar {
  const [, inner] = (typeof source === 'string' && action.exec(source)) || [];
  if (inner === undefined || typeof rendered.data !== 'string') return rendered;
  const value = /^(\.[A-Za-z_]\w*)+$/.test(inner) ? valueAt(data, ...inner.slice(1).split('.')) : undefined;
  if (value?.type === 'scalar' && typeof value.data === 'string') return rendered;
  const found: ScalarData = value?.type === 'scalar' ? value.data : plainScalar(rendered.data);
  const typed = typeof found !== 'string' && found !== null && String(found) === rendered.data;
  return typed ? { ...rendered, data: found } : rendered;
}
