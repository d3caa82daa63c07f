import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, writePrivate } from '../../state/folder.ts';
import {
  type ObjectMeta,
  readObjectFile,
  readObjectMeta,
  type StoredObject,
  writeObjectFile,
} from './object-file.ts';

/** A multipart upload that has begun and is neither complete nor aborted. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  /** The headers that the finished object will have. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Multipart uploads, one folder each, beside the buckets: no bucket's name begins with a dot. */
export class UploadStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = join(root, '.uploads');
  }

  /** Begins an upload and returns its id. */
  begin(upload: Upload): string {
    const id = randomBytes(16).toString('hex');
    writePrivate(join(this.#root, id, 'upload.json'), JSON.stringify(upload));
    return id;
  }

  /** The upload of that id for that key; undefined for any other. */
  find(id: string, bucket: string, key: string): Upload | undefined {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    const text = readIfThere(join(this.#root, id, 'upload.json'));
    if (text === undefined) return undefined;
    const upload = JSON.parse(text) as Upload;
    return upload.bucket === bucket && upload.key === key ? upload : undefined;
  }

  /** Writes a part; the same number again replaces it. */
  putPart(id: string, number: number, meta: ObjectMeta, body: Buffer): void {
    writeObjectFile(this.#part(id, number), meta, [body], false);
  }

  part(id: string, number: number): StoredObject | undefined {
    return readObjectFile(this.#part(id, number));
  }

  /** The parts that have arrived, by number. */
  parts(id: string): { readonly number: number; readonly meta: ObjectMeta }[] {
    return readdirSync(join(this.#root, id))
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b)
      .flatMap((number) => {
        const meta = readObjectMeta(this.#part(id, number));
        return meta === undefined ? [] : [{ number, meta }];
      });
  }

  /** Forgets an upload and its parts. */
  end(id: string): void {
    rmSync(join(this.#root, id), { recursive: true, force: true });
  }

  #part(id: string, number: number): string {
    return join(this.#root, id, String(number));
  }
}
