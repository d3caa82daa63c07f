import type { Context } from '../context.ts';
import { portalFault } from './portal-fault.ts';

const longest = 100;

/** Which part of a list is asked for, in the words of the query. */
export interface PageQuery {
  readonly maxResult: string | undefined;
  readonly nextToken: string | undefined;
}

/**
 * One page of a list, with the token of the next page unless it is the last. A token belongs to the list it was given
 * for, which `list` names. Throws JsonFault `InvalidRequest`.
 */
export function pageOf<T>(
  context: Context,
  list: string,
  items: readonly T[],
  query: PageQuery,
): { readonly page: readonly T[]; readonly nextToken?: string } {
  const size = query.maxResult === undefined ? longest : Number(query.maxResult);
  if (!Number.isInteger(size) || size < 1 || size > longest)
    throw portalFault('InvalidRequest', 'max_result must be a number from 1 to 100.');
  const from = query.nextToken === undefined ? 0 : startOf(context, list, query.nextToken);
  const page = items.slice(from, from + size);
  if (from + size >= items.length) return { page };
  return { page, nextToken: context.key.seal('page', { list, from: from + size }) };
}

function startOf(context: Context, list: string, token: string): number {
  const content = context.key.open('page', token) as { list: string; from: number } | undefined;
  if (content?.list !== list) throw portalFault('InvalidRequest', 'next_token is not one of this list.');
  return content.from;
}
