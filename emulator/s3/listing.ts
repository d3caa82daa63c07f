import type { ObjectMeta } from './store/object-file.ts';

/** What a listing asks for. */
export interface ListingRequest {
  readonly prefix: string;
  readonly delimiter: string;
  /** Only keys that come after it, by the order of their bytes. */
  readonly after: string;
  /** A common prefix that was told already. */
  readonly told: string | undefined;
  readonly limit: number;
}

export interface Listing {
  readonly objects: readonly ObjectMeta[];
  readonly prefixes: readonly string[];
  /** The key or common prefix to go on after; undefined on the last page. */
  readonly next: { readonly name: string; readonly isPrefix: boolean } | undefined;
}

/** One page of `objects`, which are sorted by the bytes of their keys. */
export function listObjects(objects: readonly ObjectMeta[], request: ListingRequest): Listing {
  const { prefix, delimiter, after, told, limit } = request;
  const start = Buffer.from(after);
  const page: ObjectMeta[] = [];
  const prefixes: string[] = [];
  let last: Listing['next'];
  if (limit === 0) return { objects: page, prefixes, next: undefined };
  for (const object of objects) {
    const { key } = object;
    if (!key.startsWith(prefix) || Buffer.compare(Buffer.from(key), start) <= 0) continue;
    const common = commonPrefix(key, prefix, delimiter);
    if (common !== undefined && (common === told || common === prefixes.at(-1))) continue;
    if (page.length + prefixes.length === limit) return { objects: page, prefixes, next: last };
    if (common === undefined) page.push(object);
    else prefixes.push(common);
    last = { name: common ?? key, isPrefix: common !== undefined };
  }
  return { objects: page, prefixes, next: undefined };
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}
