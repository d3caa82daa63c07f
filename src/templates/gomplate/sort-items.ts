import { itemsOf } from '../list-of.ts';
import { integerOf, kindName } from '../types.ts';
import { compareBytes, Dict, listOf, nilSlice, type Value } from '../values.ts';

/** A list in order, or maps by what stands at a key. Items of unlike types stay where they are, as in gomplate. */
export function sortItems(key: string, list: Value): Value {
  if (list === null || list === undefined) return nilSlice();
  const items = itemsOf(list, 'sort');
  const [first] = items;
  if (items.some((item) => kindName(item) !== kindName(first))) return listOf(items);
  const less = (left: Value, right: Value) => isLess(left, right, key);
  return listOf([...items].sort((left, right) => (less(left, right) ? -1 : less(right, left) ? 1 : 0)));
}

function isLess(left: Value, right: Value, key: string): boolean {
  if (left instanceof Dict && right instanceof Dict) {
    if (key === '' || !left.entries.has(key) || !right.entries.has(key)) return false;
    return isLess(left.entries.get(key), right.entries.get(key), '');
  }
  if (typeof left === 'string' && typeof right === 'string') return compareBytes(left, right) < 0;
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  const [a, b] = [integerOf(left), integerOf(right)];
  return a !== undefined && b !== undefined && a < b;
}
