import type { RawRequest } from '../contract.ts';
import { queryMap } from '../signature/query.ts';

/** The parameters of a call: of a GET in its query, of anything else in its form body. */
export type Parameters = ReadonlyMap<string, string>;

/** Reads the parameters; space may be `+` or `%20`, and a body without a form's content type counts as one. */
export function readParameters(request: RawRequest): Parameters {
  return queryMap(request.method === 'GET' ? request.rawQuery : request.body.toString('latin1'));
}
