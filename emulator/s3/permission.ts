import type { Caller, StateAccess } from '../contract.ts';
import type { Effect, Operation } from './operation.ts';
import { S3Refusal } from './refusal.ts';

/** `create-only`: allowed as long as there is no object of that key. */
export type Permission = 'allowed' | 'create-only' | 'denied';

/**
 * What a role may do with an object (or a bucket, where `key` is undefined). A plan role may hold Terraform's lock and
 * begin a state, and never changes or deletes one that exists.
 */
export function permissionFor(access: StateAccess, effect: Effect, key: string | undefined): Permission {
  if (access === 'none' || effect === 'create-bucket') return 'denied';
  if (effect === 'list' || effect === 'read') return 'allowed';
  if (access === 'write') return 'allowed';
  if (access === 'read') return 'denied';
  // Each of the keys is decided by itself.
  if (effect === 'delete-many') return 'allowed';
  if (key?.endsWith('.tflock')) return 'allowed';
  return effect === 'write' ? 'create-only' : 'denied';
}

/** The 403 of S3, with a word on what the role has instead. */
export function denied(caller: Caller, operation: Operation, resource: string): S3Refusal {
  const has = `the state access of this role is "${caller.stateAccess}"`;
  return new S3Refusal(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${operation.action} on resource: "arn:aws:s3:::${resource}" because ${has}`,
  );
}
