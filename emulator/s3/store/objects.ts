import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ObjectMeta,
  readObjectFile,
  readObjectMeta,
  removeObjectFile,
  type StoredObject,
  writeObjectFile,
} from './object-file.ts';

/** On which condition an object is written. */
export interface PutCondition {
  /** Only where there is none. */
  readonly create: boolean;
  /** Only over an object whose ETag this accepts. */
  readonly accepts?: ((etag: string) => boolean) | undefined;
}

export type PutOutcome = 'written' | 'exists' | 'missing' | 'changed';

/**
 * The objects of all buckets, one file each. A file is named by the hash of its key, so a key may hold anything and
 * never becomes part of a path. Everything is on disk before a method returns, and each method is one step: nothing
 * else of this process runs in between.
 */
export class ObjectStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  meta(bucket: string, key: string): ObjectMeta | undefined {
    return readObjectMeta(this.#path(bucket, key));
  }

  read(bucket: string, key: string): StoredObject | undefined {
    return readObjectFile(this.#path(bucket, key));
  }

  put(
    bucket: string,
    meta: ObjectMeta,
    content: readonly Buffer[],
    { create, accepts }: PutCondition,
  ): PutOutcome {
    if (accepts !== undefined) {
      const there = this.meta(bucket, meta.key);
      if (there === undefined) return 'missing';
      if (!accepts(there.etag)) return 'changed';
    }
    return writeObjectFile(this.#path(bucket, meta.key), meta, content, create) ? 'written' : 'exists';
  }

  remove(bucket: string, key: string): void {
    removeObjectFile(this.#path(bucket, key));
  }

  /** All objects of a bucket, sorted by the bytes of their keys. */
  list(bucket: string): ObjectMeta[] {
    return this.#names(bucket)
      .map((name) => readObjectMeta(join(this.#root, bucket, name)))
      .filter((meta) => meta !== undefined)
      .map((meta) => ({ meta, bytes: Buffer.from(meta.key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
      .map(({ meta }) => meta);
  }

  #names(bucket: string): string[] {
    try {
      return readdirSync(join(this.#root, bucket)).filter((name) => /^[0-9a-f]{64}$/.test(name));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw cause;
    }
  }

  // Bucket names come from the seed, where only letters, digits, dots and hyphens are names.
  #path(bucket: string, key: string): string {
    return join(this.#root, bucket, createHash('sha256').update(key).digest('hex'));
  }
}
