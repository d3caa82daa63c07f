import { createHash } from 'node:crypto';
import { Crc32, Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import type { S3Call } from './call.ts';
import { notImplemented, S3Refusal } from './refusal.ts';

type Algorithm = (body: Buffer) => Buffer | Promise<Buffer>;

const algorithms: Readonly<Record<string, Algorithm>> = {
  sha256: (body) => createHash('sha256').update(body).digest(),
  sha1: (body) => createHash('sha1').update(body).digest(),
  crc32: (body) => crc(new Crc32(), body),
  crc32c: (body) => crc(new Crc32c(), body),
  crc64nvme: (body) => crc(new Crc64Nvme(), body),
};
const prefix = 'x-amz-checksum-';
// These speak about checksums and are none.
const words = ['mode', 'algorithm', 'type'];

/** The names of an object's headers that are checksums of its content. */
export function isChecksum(header: string): boolean {
  return header.startsWith(prefix) && !words.includes(header.slice(prefix.length));
}

/**
 * Verifies every checksum that came with a body and returns them as headers.
 * Throws S3Refusal `BadDigest`, `InvalidDigest`, `InvalidRequest`, and `NotImplemented` for an algorithm that
 * is not known: a checksum that nobody checked must not look like one that holds.
 */
export async function verifyChecksums(call: S3Call, body: Buffer): Promise<Record<string, string>> {
  if (call.header('x-amz-trailer') !== undefined) throw notImplemented('checksums in trailers');
  verifyMd5(call.header('content-md5'), body);
  const verified: Record<string, string> = {};
  for (const name of call.headerNames.filter(isChecksum)) {
    const given = call.header(name) as string;
    const algorithm = algorithms[name.slice(prefix.length)];
    if (algorithm === undefined) throw notImplemented(`the checksum ${name}`);
    const computed = await algorithm(body);
    if (Buffer.from(given, 'base64').length !== computed.length)
      throw new S3Refusal(400, 'InvalidRequest', `Value for ${name} header is invalid.`);
    if (given !== computed.toString('base64')) throw badDigest(name.slice(prefix.length).toUpperCase());
    verified[name] = given;
  }
  return verified;
}

/** The MD5 of a content in hex, which is its ETag. */
export function md5Of(content: Buffer): string {
  return createHash('md5').update(content).digest('hex');
}

function verifyMd5(given: string | undefined, body: Buffer): void {
  if (given === undefined) return;
  const digest = Buffer.from(given, 'base64');
  if (digest.length !== 16)
    throw new S3Refusal(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (digest.toString('hex') !== md5Of(body)) throw badDigest('Content-MD5');
}

function badDigest(what: string): S3Refusal {
  return new S3Refusal(
    400,
    'BadDigest',
    `The ${what} you specified did not match the calculated checksum of what arrived.`,
  );
}

async function crc(
  state: { update(data: Uint8Array): void; digest(): Promise<Uint8Array> | Uint8Array },
  body: Buffer,
): Promise<Buffer> {
  state.update(body);
  return Buffer.from(await state.digest());
}
