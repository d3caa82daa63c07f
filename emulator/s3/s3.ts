import type { Context } from '../context.ts';
import type { AuditEntry, Caller, RawRequest, Reply } from '../contract.ts';
import { EmulatorError } from '../emulator-error.ts';
import { queryMap } from '../signature/query.ts';
import { verifySignature } from '../signature/verify.ts';
import { createKeyLookup } from '../sts/session-keys.ts';
import { type Address, readAddress } from './address.ts';
import { bucketLocation, bucketVersioning, headBucket, listBuckets, noNewBucket } from './bucket.ts';
import { makeCall, type S3Call } from './call.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { getObject } from './get-object.ts';
import { listObjectsV1, listObjectsV2 } from './list-objects.ts';
import { abortUpload, completeUpload, createUpload, listParts, uploadPart } from './multipart.ts';
import { findOperation, type Operation, type OperationName } from './operation.ts';
import { denied, permissionFor } from './permission.ts';
import { putObject } from './put-object.ts';
import { notImplemented, S3Refusal } from './refusal.ts';
import { s3ErrorReply } from './reply.ts';

/** Answers a call of the S3 subset that Terraform's s3 backend works on (path style), and audits it. */
export async function answerS3(context: Context, request: RawRequest): Promise<Reply> {
  const progress: Progress = {};
  try {
    const reply = await answer(context, request, progress);
    // A listing changes nothing and tells no content; of many deletions each key has its own line.
    const effect = progress.operation?.effect;
    if (effect !== 'list' && effect !== 'delete-many') audit(context, progress, { outcome: 'allowed' });
    return reply;
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === undefined) throw cause;
    const { code, message, status } = refusal;
    audit(context, progress, {
      outcome: status === 403 ? 'denied' : 'failed',
      error: code,
      ...(status !== 404 && { detail: message }),
    });
    return s3ErrorReply(request.method, refusal);
  }
}

/** How far a request has come: what the audit can say of it. */
interface Progress {
  address?: Address;
  caller?: Caller;
  operation?: Operation;
}

/** The operations on a bucket of the seed and its objects, each key of a DeleteObjects apart. */
type Handled = Exclude<OperationName, 'ListBuckets' | 'CreateBucket' | 'DeleteObjects'>;

const handlers: Readonly<Record<Handled, (call: S3Call) => Reply | Promise<Reply>>> = {
  GetObject: getObject,
  HeadObject: getObject,
  PutObject: putObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createUpload,
  UploadPart: uploadPart,
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: abortUpload,
  ListParts: listParts,
  ListObjects: listObjectsV1,
  ListObjectsV2: listObjectsV2,
  HeadBucket: headBucket,
  GetBucketLocation: bucketLocation,
  GetBucketVersioning: bucketVersioning,
};

async function answer(context: Context, request: RawRequest, progress: Progress): Promise<Reply> {
  const address = readAddress(request.rawPath);
  progress.address = address;
  const verified = verifySignature(request, 's3', createKeyLookup(context), context.now());
  if ('reason' in verified) throw new S3Refusal(verified.status, verified.code, verified.message);
  const { caller } = verified;
  progress.caller = caller;
  const operation = readOperation(request, address);
  progress.operation = operation;
  const { name } = operation;
  if (name === 'ListBuckets') return listBuckets(context, caller);
  if (name === 'CreateBucket') throw noNewBucket(context, caller, operation, address.bucket ?? '');
  const call = allow(context, request, { caller, operation, address });
  if (name !== 'DeleteObjects') return handlers[name](call);
  return deleteObjects(call, ({ key, ...entry }) =>
    audit(context, { ...progress, address: { ...address, key } }, entry),
  );
}

function readOperation(request: RawRequest, { bucket, key }: Address): Operation {
  const on = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object';
  const names = [...queryMap(request.rawQuery).keys()];
  const operation = findOperation(request.method, on, names);
  if (operation !== undefined) return operation;
  const shown = names.filter((name) => !/^x-(amz-|id$)/i.test(name)).join('&');
  throw notImplemented(`${request.method} of the ${on} with the query "${shown}"`);
}

function allow(
  context: Context,
  request: RawRequest,
  { caller, operation, address }: Required<Progress>,
): S3Call {
  const { bucket: name = '', key } = address;
  const bucket = context.seed.buckets.find((one) => one.name === name);
  if (bucket === undefined)
    throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', [['BucketName', name]]);
  const permission = permissionFor(caller.stateAccess, operation.effect, key);
  const createOnly = permission === 'create-only';
  const call = makeCall({ context, request, caller, operation, bucket, key: key ?? '', createOnly });
  if (permission === 'denied' || (createOnly && call.objects.meta(name, call.key) !== undefined))
    throw denied(caller, operation, resourceOf(address));
  return call;
}

function refusalOf(cause: unknown): S3Refusal | undefined {
  if (cause instanceof S3Refusal) return cause;
  // The emulator's own disk: the client must see an error it can read, and the person what to free.
  if (cause instanceof EmulatorError) return new S3Refusal(500, 'InternalError', cause.message);
  return undefined;
}

function resourceOf({ bucket, key }: Address): string {
  return key === undefined ? (bucket ?? '') : `${bucket}/${key}`;
}

function audit(
  context: Context,
  { address, caller, operation }: Progress,
  entry: Pick<AuditEntry, 'outcome' | 'error' | 'detail'>,
): void {
  context.audit({
    service: 's3',
    action: operation?.name ?? 'Unknown',
    ...(caller !== undefined && { principal: caller.principal, account: caller.account }),
    ...(caller?.role !== undefined && { role: caller.role }),
    ...(address?.bucket !== undefined && { resource: resourceOf(address) }),
    ...entry,
  });
}
