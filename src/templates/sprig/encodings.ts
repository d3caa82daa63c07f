import { createCipheriv, createDecipheriv } from 'node:crypto';
import { decode32, decode64, encode32, encode64 } from '../base-codes.ts';
import { adler32, digest } from '../checksum.ts';
import { Fault } from '../fault.ts';
import type { TemplateOutside } from '../outside.ts';
import { fn } from '../signature.ts';
import type { FunctionMap } from '../values.ts';

/** Sprig's encodings, checksums and AES. What cannot be decoded gives the complaint as its text, as in sprig. */
export const encodingFunctions = (outside: TemplateOutside): FunctionMap => ({
  b64enc: fn(['string'], encode64),
  b64dec: fn(['string'], (text) => textOrComplaint(() => decode64(text))),
  b32enc: fn(['string'], encode32),
  b32dec: fn(['string'], (text) => textOrComplaint(() => decode32(text))),
  sha1sum: fn(['string'], (text) => digest('sha1', text)),
  sha256sum: fn(['string'], (text) => digest('sha256', text)),
  sha512sum: fn(['string'], (text) => digest('sha512', text)),
  adler32sum: fn(['string'], adler32),
  encryptAES: fn(['string', 'string'], (password, text) => encrypt(password, text, outside.random(16))),
  decryptAES: fn(['string', 'string'], decrypt),
});

function textOrComplaint(decode: () => Buffer): string {
  try {
    return decode().toString();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** The password's bytes, cut or filled with zeros to the length of a key. */
const keyOf = (password: string): Buffer =>
  Buffer.concat([Buffer.from(password), Buffer.alloc(32)]).subarray(0, 32);

function encrypt(password: string, text: string, vector: Uint8Array): string {
  if (text === '') return '';
  const cipher = createCipheriv('aes-256-cbc', keyOf(password), vector);
  return encode64(Buffer.concat([vector, cipher.update(text), cipher.final()]));
}

function decrypt(password: string, text: string): string {
  if (text === '') return '';
  const data = decode64(text);
  try {
    const decipher = createDecipheriv('aes-256-cbc', keyOf(password), data.subarray(0, 16));
    return Buffer.concat([decipher.update(data.subarray(16)), decipher.final()]).toString();
  } catch {
    throw new Fault('the text cannot be decrypted with this password');
  }
}
