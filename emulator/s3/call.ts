import type { Context } from '../context.ts';
import type { Bucket, Caller, RawRequest } from '../contract.ts';
import { queryMap } from '../signature/query.ts';
import type { Operation } from './operation.ts';
import { ObjectStore } from './store/objects.ts';
import { UploadStore } from './store/uploads.ts';

/** A request that is signed, understood and allowed. */
export interface S3Call {
  readonly context: Context;
  readonly request: RawRequest;
  readonly caller: Caller;
  readonly operation: Operation;
  readonly bucket: Bucket;
  /** The empty string where a bucket is meant. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** The caller may begin this object, and not change it. */
  readonly createOnly: boolean;
  readonly objects: ObjectStore;
  readonly uploads: UploadStore;
  /** A header of the request. Presigning clients move `x-amz-*` headers into the query, where they count as well. */
  header(name: string): string | undefined;
  /** The names of all headers, wherever they stand. */
  readonly headerNames: readonly string[];
}

export function makeCall(
  parts: Omit<S3Call, 'query' | 'objects' | 'uploads' | 'header' | 'headerNames'>,
): S3Call {
  const { request, context } = parts;
  const query = queryMap(request.rawQuery);
  const moved = new Map([...query].map(([name, value]) => [name.toLowerCase(), value] as const));
  const header = (name: string) =>
    request.headers[name] ?? (name.startsWith('x-amz-') ? moved.get(name) : undefined);
  const movedNames = [...moved.keys()].filter((name) => name.startsWith('x-amz-'));
  const objects = new ObjectStore(context.folder.objects);
  const uploads = new UploadStore(context.folder.objects);
  const headerNames = [...new Set([...Object.keys(request.headers), ...movedNames])];
  return { ...parts, query, objects, uploads, header, headerNames };
}
