/** The operations of S3 that are answered. */
export type OperationName =
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts'
  | 'ListBuckets'
  | 'HeadBucket'
  | 'CreateBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning';

/** What an operation does to what it names; rights are granted by it. */
export type Effect = 'list' | 'read' | 'write' | 'delete' | 'delete-many' | 'create-bucket';

/** What a path names. */
export type Subject = 'service' | 'bucket' | 'object';

export interface Operation {
  readonly name: OperationName;
  readonly effect: Effect;
  /** The IAM action, for messages. */
  readonly action: string;
}

interface Row extends Operation {
  readonly method: string;
  readonly on: Subject;
  /** Query parameters that must be there, and those that may. */
  readonly needs: readonly string[];
  readonly takes: readonly string[];
}

function row(
  method: string,
  on: Row['on'],
  name: OperationName,
  effect: Effect,
  action: string,
  needs: readonly string[] = [],
  takes: readonly string[] = [],
): Row {
  return { method, on, name, effect, action: `s3:${action}`, needs, takes };
}

const listing = ['prefix', 'delimiter', 'max-keys', 'encoding-type'];
const paging = ['max-parts', 'part-number-marker'];
const rows: readonly Row[] = [
  row('GET', 'object', 'GetObject', 'read', 'GetObject'),
  row('HEAD', 'object', 'HeadObject', 'read', 'GetObject'),
  row('PUT', 'object', 'PutObject', 'write', 'PutObject'),
  row('DELETE', 'object', 'DeleteObject', 'delete', 'DeleteObject'),
  row('POST', 'object', 'CreateMultipartUpload', 'write', 'PutObject', ['uploads']),
  row('PUT', 'object', 'UploadPart', 'write', 'PutObject', ['partNumber', 'uploadId']),
  row('POST', 'object', 'CompleteMultipartUpload', 'write', 'PutObject', ['uploadId']),
  row('DELETE', 'object', 'AbortMultipartUpload', 'write', 'AbortMultipartUpload', ['uploadId']),
  row('GET', 'object', 'ListParts', 'read', 'ListMultipartUploadParts', ['uploadId'], paging),
  row('GET', 'service', 'ListBuckets', 'list', 'ListAllMyBuckets'),
  row('HEAD', 'bucket', 'HeadBucket', 'list', 'ListBucket'),
  row('PUT', 'bucket', 'CreateBucket', 'create-bucket', 'CreateBucket'),
  row('GET', 'bucket', 'ListObjects', 'list', 'ListBucket', [], [...listing, 'marker']),
  row(
    'GET',
    'bucket',
    'ListObjectsV2',
    'list',
    'ListBucket',
    ['list-type'],
    [...listing, 'continuation-token', 'start-after', 'fetch-owner'],
  ),
  row('GET', 'bucket', 'GetBucketLocation', 'list', 'GetBucketLocation', ['location']),
  row('GET', 'bucket', 'GetBucketVersioning', 'list', 'GetBucketVersioning', ['versioning']),
  row('POST', 'bucket', 'DeleteObjects', 'delete-many', 'DeleteObject', ['delete']),
];

/**
 * The operation that a request asks for; undefined for one that is not implemented. A query parameter that is not
 * known asks for something else (an ACL, a version), so it is never overlooked.
 */
export function findOperation(
  method: string,
  on: Subject,
  queryNames: Iterable<string>,
): Operation | undefined {
  // x-id repeats the operation's name; x-amz-* are headers or the signature of a presigned request.
  const names = [...queryNames].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));
  return rows.find(
    (one) =>
      one.method === method &&
      one.on === on &&
      one.needs.every((name) => names.includes(name)) &&
      names.every((name) => one.needs.includes(name) || one.takes.includes(name)),
  );
}
