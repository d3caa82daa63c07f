import type { Component } from '../domain/component.ts';
import type { Value } from '../domain/value.ts';

/** Whether two trees hold the same data, wherever they were written; the order of keys does not count. */
function sameValue(a: Value, b: Value): boolean {
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

const sections = ['vars', 'env', 'settings', 'metadata', 'providers', 'backend', 'auth'] as const;
const words = ['folder', 'backendType', 'command', 'workspace', 'requiredVersion'] as const;

/** Whether two manifests define one component alike. */
export const sameComponent = (a: Component, b: Component): boolean =>
  sections.every((key) => sameValue(a[key], b[key])) && words.every((key) => a[key] === b[key]);
