import type { Value } from '../domain/value.ts';
import type { ComponentSections } from './component-sections.ts';

/** Whether two trees hold the same data, wherever they were written; the order of keys does not count. */
export function sameValue(a: Value, b: Value): boolean {
  if (a.type === 'scalar' && b.type === 'scalar') return a.data === b.data && a.tag === b.tag;
  if (a.type === 'list' && b.type === 'list')
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => sameValue(item, b.items[index] as Value))
    );
  if (a.type !== 'map' || b.type !== 'map' || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, value]) => {
    const other = b.entries.get(key);
    return other !== undefined && sameValue(value, other);
  });
}

/** Whether two manifests define one component alike, before templates and functions. */
export const sameSections = (a: ComponentSections, b: ComponentSections): boolean =>
  a.folder === b.folder &&
  [...new Set([...a.keys(), ...b.keys()])].every((key) => {
    const [one, other] = [a.raw(key), b.raw(key)];
    return one === undefined || other === undefined ? one === other : sameValue(one, other);
  });
