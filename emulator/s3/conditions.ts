import type { ObjectMeta } from './store/object-file.ts';

/** What the conditional headers of a read come to (RFC 9110 §13.2.2). */
export type Condition = 'send' | 'not-modified' | 'failed';

/** Decides about a GET or HEAD of an object that is there. */
export function readCondition(header: (name: string) => string | undefined, meta: ObjectMeta): Condition {
  const [match, unmodified] = [header('if-match'), dateOf(header('if-unmodified-since'))];
  // Dates on the wire are whole seconds.
  const modified = Math.floor(meta.modified / 1000) * 1000;
  if (
    match !== undefined ? !acceptsEtag(match, meta.etag) : unmodified !== undefined && modified > unmodified
  )
    return 'failed';
  const [noneMatch, since] = [header('if-none-match'), dateOf(header('if-modified-since'))];
  if (noneMatch !== undefined ? acceptsEtag(noneMatch, meta.etag) : since !== undefined && modified <= since)
    return 'not-modified';
  return 'send';
}

/** Whether a list of ETags (or `*`) holds `etag`; quotes may be missing. */
export function acceptsEtag(list: string, etag: string): boolean {
  return list.split(',').some((one) => {
    const tag = one.trim();
    return tag === '*' || tag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1') === etag;
  });
}

function dateOf(text: string | undefined): number | undefined {
  const date = Date.parse(text ?? '');
  return Number.isNaN(date) ? undefined : date;
}
