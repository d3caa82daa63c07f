import { percentDecode } from './percent.ts';

/** One name and value of a query string, decoded to bytes. */
export interface QueryPair {
  readonly name: Buffer;
  readonly value: Buffer;
}

/** The pairs of a raw query in their order; `uploads` alone means `uploads=`, and `+` is a space. */
export function queryPairs(rawQuery: string): QueryPair[] {
  return rawQuery
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const mark = part.indexOf('=');
      const [name, value] = mark === -1 ? [part, ''] : [part.slice(0, mark), part.slice(mark + 1)];
      return { name: decode(name), value: decode(value) };
    });
}

/** The same as text; where a name is given twice, the first counts. */
export function queryMap(rawQuery: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const { name, value } of queryPairs(rawQuery)) {
    const key = name.toString();
    if (!map.has(key)) map.set(key, value.toString());
  }
  return map;
}

function decode(text: string): Buffer {
  return percentDecode(text.replaceAll('+', ' '));
}
