import { statSync } from 'node:fs';
import type { Context } from '../context.ts';
import type { Caller, Reply } from '../contract.ts';
import type { XmlElement } from '../xml.ts';
import type { S3Call } from './call.ts';
import type { Operation } from './operation.ts';
import { denied } from './permission.ts';
import { S3Refusal } from './refusal.ts';
import { s3Document, s3Reply } from './reply.ts';

/** ListBuckets: the buckets of the caller's account. Names are no secret, so every role may ask. */
export function listBuckets(context: Context, caller: Caller): Reply {
  // The buckets of a seed have no age of their own; they are as old as what the emulator keeps.
  const created = statSync(context.folder.key).mtime.toISOString();
  const own = context.seed.buckets.filter(({ account }) => account === caller.account);
  return s3Document('ListAllMyBucketsResult', [
    ['Owner', [['ID', caller.account]]],
    [
      'Buckets',
      own.map(
        ({ name }): XmlElement => [
          'Bucket',
          [
            ['Name', name],
            ['CreationDate', created],
          ],
        ],
      ),
    ],
  ]);
}

/** HeadBucket. */
export function headBucket({ context }: S3Call): Reply {
  return s3Reply(200, { 'x-amz-bucket-region': context.seed.region });
}

/** GetBucketLocation; the oldest region has no name here (as on AWS). */
export function bucketLocation({ context: { seed } }: S3Call): Reply {
  return s3Document('LocationConstraint', seed.region === 'us-east-1' ? '' : seed.region);
}

/** GetBucketVersioning: there are no versions. */
export function bucketVersioning(): Reply {
  return s3Document('VersioningConfiguration', '');
}

/** The refusal of a CreateBucket: buckets come from the seed, so a name is taken or not to be had. */
export function noNewBucket(context: Context, caller: Caller, operation: Operation, name: string): S3Refusal {
  const bucket = context.seed.buckets.find((one) => one.name === name);
  if (bucket === undefined || caller.stateAccess !== 'write') return denied(caller, operation, name);
  return bucket.account === caller.account
    ? new S3Refusal(409, 'BucketAlreadyOwnedByYou', 'The bucket exists already and belongs to your account.')
    : new S3Refusal(409, 'BucketAlreadyExists', 'The requested bucket name is not available.');
}
