import type { Context } from '../context.ts';
import type { AuditEntry, Bucket, Caller, RawRequest, Reply } from '../contract.ts';
import { EmulatorError } from '../emulator-error.ts';
import { queryMap } from '../signature/query.ts';
import { verifySignature } from '../signature/verify.ts';
import { createKeyLookup } from '../sts/role-credentials.ts';
import { type Address, readAddress } from './address.ts';
import { makeCall, type S3Call } from './call.ts';
import { deleteObject, deleteObjects } from './delete-object.ts';
import { getObject } from './get-object.ts';
import { listObjectsV1, listObjectsV2 } from './list-objects.ts';
import { abortUpload, completeUpload, createUpload, listParts, uploadPart } from './multipart.ts';
import { findOperation, type Operation, type OperationName } from './operation.ts';
import { denied, permissionFor } from './permission.ts';
import { putObject } from './put-object.ts';
import { notImplemented, S3Refusal } from './refusal.ts';
import { s3Document, s3ErrorReply, s3Reply } from './reply.ts';

/** Answers a call of the S3 subset that Terraform's s3 backend works on (path style), and audits it. */
export async function answerS3(context: Context, request: RawRequest): Promise<Reply> {
  const progress: Progress = {};
  try {
    const call = admit(context, request, progress);
    const reply = await perform(call, progress);
    // A listing changes nothing and tells no content.
    if (call.operation.effect !== 'list' && call.operation.effect !== 'delete-many')
      audit(context, progress, { outcome: 'allowed' });
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

const handlers: Readonly<
  Record<Exclude<OperationName, 'DeleteObjects' | 'CreateBucket'>, (call: S3Call) => Reply | Promise<Reply>>
> = {
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
  HeadBucket: ({ context }) => s3Reply(200, { 'x-amz-bucket-region': context.seed.region }),
  // The oldest region has no name here (as on AWS).
  GetBucketLocation: ({ context: { seed } }) =>
    s3Document('LocationConstraint', seed.region === 'us-east-1' ? '' : seed.region),
  GetBucketVersioning: () => s3Document('VersioningConfiguration', ''),
};

function admit(context: Context, request: RawRequest, progress: Progress): S3Call {
  const address = readAddress(request.rawPath);
  progress.address = address;
  const verified = verifySignature(request, 's3', createKeyLookup(context), context.now());
  if ('reason' in verified) throw new S3Refusal(verified.status, verified.code, verified.message);
  const { caller } = verified;
  progress.caller = caller;
  const { bucket: name, key } = address;
  if (name === undefined) throw notImplemented('operations without a bucket');
  const on = key === undefined ? 'bucket' : 'object';
  const operation = findOperation(request.method, on, queryMap(request.rawQuery).keys());
  if (operation === undefined)
    throw notImplemented(
      `this operation (${request.method} of a${on === 'object' ? 'n' : ''} ${on}, ?${shown(request)})`,
    );
  progress.operation = operation;
  const bucket = context.seed.buckets.find((one) => one.name === name);
  if (operation.name === 'CreateBucket') throw bucketRefusal(caller, operation, name, bucket);
  if (bucket === undefined)
    throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist', [['BucketName', name]]);
  const permission = permissionFor(caller.stateAccess, operation.effect, key);
  const createOnly = permission === 'create-only';
  const call = makeCall({ context, request, caller, operation, bucket, key: key ?? '', createOnly });
  if (permission === 'denied' || (createOnly && call.objects.meta(name, call.key) !== undefined))
    throw denied(caller, operation, resourceOf(address));
  return call;
}

function perform(call: S3Call, progress: Progress): Reply | Promise<Reply> {
  const { name } = call.operation;
  if (name === 'CreateBucket') throw new Error('Buckets come from the seed.');
  if (name !== 'DeleteObjects') return handlers[name](call);
  return deleteObjects(call, ({ key, ...entry }) =>
    audit(call.context, { ...progress, address: { bucket: call.bucket.name, key } }, entry),
  );
}

function bucketRefusal(
  caller: Caller,
  operation: Operation,
  name: string,
  bucket: Bucket | undefined,
): S3Refusal {
  if (bucket === undefined || caller.stateAccess !== 'write') return denied(caller, operation, name);
  return bucket.account === caller.account
    ? new S3Refusal(
        409,
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded.',
      )
    : new S3Refusal(409, 'BucketAlreadyExists', 'The requested bucket name is not available.');
}

function refusalOf(cause: unknown): S3Refusal | undefined {
  if (cause instanceof S3Refusal) return cause;
  // The emulator's own disk: the client must see an error it can read, and the person what to free.
  if (cause instanceof EmulatorError) return new S3Refusal(500, 'InternalError', cause.message);
  return undefined;
}

function shown(request: RawRequest): string {
  return [...queryMap(request.rawQuery).keys()].filter((name) => !/^x-(amz-|id$)/i.test(name)).join('&');
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
