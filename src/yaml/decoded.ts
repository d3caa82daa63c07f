import type { Place } from '../domain/problem.ts';
import { toPlain, type Value } from '../domain/value.ts';
import { treeOf } from './plain-value.ts';
import { readYaml } from './read-yaml.ts';

/** Text that is JSON as what it says, any other as it stands. */
export function decoded(text: string, at: Place): Value {
  try {
    JSON.parse(text);
  } catch {
    return { type: 'scalar', data: text, at };
  }
  // JSON is YAML, and read as that its big integers stay exact.
  const value = readYaml(text, at.file);
  return treeOf(value === undefined ? null : toPlain(value), at);
}
