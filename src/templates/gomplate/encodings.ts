import { createHash, pbkdf2Sync } from 'node:crypto';
import { decode64, encode64 } from '../base-codes.ts';
import { Fault } from '../fault.ts';
import { namespace } from '../namespace.ts';
import { notOffered } from '../not-offered.ts';
import { fn, variadic } from '../signature.ts';
import { type FunctionMap, Int, Slice, type TypedFunction } from '../values.ts';
import { toBytes, toInteger, toText } from './conversion.ts';

const bytes = (data: Uint8Array): Slice =>
  new Slice(
    Array.from(data, (byte) => new Int('uint8', BigInt(byte))),
    'uint8',
  );

/** Standard base64, or that for addresses. */
function decode(text: string): Buffer {
  try {
    return decode64(text);
  } catch (error) {
    if (!(error instanceof Fault) || /[+/]/.test(text)) throw error;
    return decode64(text.replaceAll('-', '+').replaceAll('_', '/'));
  }
}

const algorithms: Readonly<Record<string, string>> = {
  SHA1: 'sha1',
  SHA224: 'sha224',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
  SHA512_224: 'sha512-224',
  SHA512_256: 'sha512-256',
};

const hashes: FunctionMap = Object.fromEntries(
  Object.entries(algorithms).flatMap(([name, algorithm]): [string, TypedFunction][] => {
    const hash = (data: Uint8Array) => createHash(algorithm).update(data).digest();
    return [
      [name, fn(['any'], (value) => hash(toBytes(value)).toString('hex'))],
      [`${name}Bytes`, fn(['any'], (value) => bytes(hash(toBytes(value))))],
    ];
  }),
);

/** A key from a password, in hexadecimal. Fault for an algorithm that is none, and for too much work. */
function derive(
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
  name: string,
): string {
  const algorithm = algorithms[name.replace(/^SHA-/, 'SHA').replace('/', '_')];
  if (algorithm === undefined) throw new Fault(`there is no hash ${name}`);
  if (rounds < 1 || rounds > 10_000_000 || length < 1 || length > 1_000_000) {
    throw new Fault(`cannot derive ${length} bytes in ${rounds} rounds`);
  }
  return pbkdf2Sync(password, salt, rounds, length, algorithm).toString('hex');
}

/** gomplate's `base64` and `crypto`. What encrypts or makes keys is not offered. */
export const encodingFunctions: FunctionMap = {
  base64: namespace('base64', {
    Encode: fn(['any'], (value) => encode64(toBytes(value))),
    Decode: fn(['any'], (value) => decode(toText(value)).toString()),
    DecodeBytes: fn(['any'], (value) => bytes(decode(toText(value)))),
  }),
  crypto: namespace('crypto', {
    ...hashes,
    PBKDF2: variadic(
      ['any', 'any', 'any', 'any'],
      'string',
      (password, salt, rounds, length, name = 'SHA1') =>
        derive(toBytes(password), toBytes(salt), Number(toInteger(rounds)), Number(toInteger(length)), name),
    ),
    WPAPSK: fn(['any', 'any'], (network, password) =>
      derive(toBytes(password), toBytes(network), 4096, 32, 'SHA1'),
    ),
    ...notOffered(
      [
        'Bcrypt',
        'RSAEncrypt',
        'RSADecrypt',
        'RSADecryptBytes',
        'RSAGenerateKey',
        'RSADerivePublicKey',
        'ECDSAGenerateKey',
        'ECDSADerivePublicKey',
        'EncryptAES',
        'DecryptAES',
        'DecryptAESBytes',
      ],
      'keys and ciphers belong in no manifest',
    ),
  }),
};
