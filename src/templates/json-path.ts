import { Fault, NotOffered } from './fault.ts';
import { unquote } from './quote.ts';
import { Dict, listOf, Slice, type Value } from './values.ts';

const step =
  /^(?:\.\.(?<deep>\*|[\w-]+)?|\.?(?<any>\*)|\.(?<name>[\w-]+)|\[\s*(?:(?<index>-?\d+)|(?<quoted>'[^']*'|"[^"]*")|(?<all>\*)|(?<from>-?\d*)\s*:\s*(?<to>-?\d*)(?:\s*:\s*(?<by>-?\d+))?)\s*\])/;

/**
 * What a JSONPath of Kubernetes finds: the value where it is one, else a list. A key that is missing is a Fault.
 * Names, indexes, ranges, `*` and `..` are known; a filter is said not to be.
 */
export function findByJsonPath(path: string, root: Value): Value {
  let found: Value[] = [root];
  let rest = path.trim().replace(/^[$@](?=[.[]|$)/, '');
  if (/^[\w-]/.test(rest)) rest = `.${rest}`;
  while (rest !== '') {
    if (/^\[\s*\?/.test(rest)) throw new NotOffered(`not supported: filters such as ${rest}`);
    const match = step.exec(rest);
    if (match === null || match[0] === '') throw new Fault(`cannot read the path ${JSON.stringify(path)}`);
    found = found.flatMap((value) => take(value, match.groups ?? {}));
    rest = rest.slice(match[0].length);
  }
  const [only] = found;
  return found.length === 1 ? only : listOf(found.filter((value) => value !== null && value !== undefined));
}

function take(value: Value, groups: Readonly<Record<string, string | undefined>>): Value[] {
  const { deep, any, all, name, quoted, index, from, to, by } = groups;
  if (deep !== undefined)
    return descendants(value).flatMap((each) => (deep === '*' ? children(each) : optional(each, deep)));
  if (any !== undefined || all !== undefined) return children(value);
  const key = name ?? (quoted && unquote(`"${quoted.slice(1, -1)}"`));
  if (key !== undefined) {
    const [found] = optional(value, key);
    if (value instanceof Dict && value.entries.has(key)) return [found];
    throw new Fault(`${key} is not found`);
  }
  if (index === undefined && from === undefined) return descendants(value);
  if (!(value instanceof Slice)) throw new Fault('only a list has items');
  const { length } = value.items;
  const place = (text: string | undefined, otherwise: number) => {
    const at = text ? Number(text) : otherwise;
    return at < 0 ? at + length : at;
  };
  if (index !== undefined) {
    const at = place(index, 0);
    if (at < 0 || at >= length) throw new Fault(`there is no item ${index} in a list of ${length}`);
    return [value.items[at]];
  }
  const stride = Math.max(1, Number(by ?? 1));
  return value.items.slice(place(from, 0), place(to, length)).filter((_, at) => at % stride === 0);
}

function children(value: Value): Value[] {
  if (value instanceof Slice) return [...value.items];
  return value instanceof Dict ? value.sortedKeys().map((key) => value.entries.get(key)) : [];
}

const optional = (value: Value, key: string): Value[] =>
  value instanceof Dict && value.entries.has(key) ? [value.entries.get(key)] : [];

function descendants(value: Value, depth = 0): Value[] {
  if (depth > 200) throw new Fault('the data is nested too deeply, or contains itself');
  return [value, ...children(value).flatMap((child) => descendants(child, depth + 1))];
}
