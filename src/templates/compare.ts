import { Fault } from './fault.ts';
import { integerOf, typeName } from './types.ts';
import { compareBytes, Dict, GoObject, Int, Slice, type Value } from './values.ts';

type Basic = 'bool' | 'int' | 'float' | 'string' | 'none';

function basicKind(value: Value): Basic {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'string';
  return integerOf(value) === undefined ? 'none' : 'int';
}

/** `eq`: whether the first equals any of the others. Unlike types are a Fault, and so are lists and maps. */
export function equalsAny(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new Fault('there is nothing to compare with');
  return others.some((other) => equals(first, other));
}

function equals(left: Value, right: Value): boolean {
  const [kind, otherKind] = [basicKind(left), basicKind(right)];
  if (isAbsent(left) || isAbsent(right)) {
    return kind === otherKind && isNil(left) === isNil(right);
  }
  if (kind !== otherKind) throw incompatible(left, right);
  if (kind === 'int') return integerOf(left) === integerOf(right);
  if (kind !== 'none') return left === right;
  return equalObjects(left, right);
}

const isAbsent = (value: Value): boolean => value === undefined || value === null;
const isNil = (value: Value): boolean => isAbsent(value) || (value instanceof Slice && value.isNil);

function equalObjects(left: Value, right: Value): boolean {
  if (!(left instanceof GoObject) || !(right instanceof GoObject)) {
    if (left instanceof Slice !== right instanceof Slice) throw incompatible(left, right);
    throw new Fault(`values of type ${typeName(left)} cannot be compared`);
  }
  return left === right || (left.kind !== 'ptr' && left.type === right.type && left.text() === right.text());
}

const incompatible = (left: Value, right: Value): Fault =>
  new Fault(`${typeName(left)} and ${typeName(right)} cannot be compared with each other`);

/** `lt`: whether the first is less. Fault for anything but two numbers of one kind or two strings. */
export function isLess(left: Value, right: Value): boolean {
  const [kind, otherKind] = [basicKind(left), basicKind(right)];
  if (kind === 'none' || otherKind === 'none') {
    throw new Fault(`a value of type ${typeName(kind === 'none' ? left : right)} has no order`);
  }
  if (kind !== otherKind) throw incompatible(left, right);
  if (kind === 'bool') throw new Fault('booleans have no order');
  if (typeof left === 'string' && typeof right === 'string') return compareBytes(left, right) < 0;
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  return (integerOf(left) ?? 0n) < (integerOf(right) ?? 0n);
}

/** Equality of everything, types included: what `has`, `uniq`, `without` and `deepEqual` go by. */
export function deepEqual(left: Value, right: Value, depth = 0): boolean {
  if (depth > 200) throw new Fault('the data is nested too deeply, or contains itself');
  if (isAbsent(left) || isAbsent(right)) return isAbsent(left) && isAbsent(right);
  if (typeName(left) !== typeName(right)) return false;
  if (left instanceof Int && right instanceof Int) return left.value === right.value;
  if (left instanceof Slice && right instanceof Slice) {
    return (
      left.isNil === right.isNil &&
      left.items.length === right.items.length &&
      left.items.every((item, index) => deepEqual(item, right.items[index], depth + 1))
    );
  }
  if (left instanceof Dict && right instanceof Dict) {
    return (
      left.entries.size === right.entries.size &&
      [...left.entries].every(
        ([key, entry]) => right.entries.has(key) && deepEqual(entry, right.entries.get(key), depth + 1),
      )
    );
  }
  if (left instanceof GoObject && right instanceof GoObject) return left.text() === right.text();
  return left === right;
}
