import { Fault } from './fault.ts';

const alphabet32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const encode64 = (data: string | Uint8Array): string => Buffer.from(data).toString('base64');

/** The bytes of standard base64, with its padding. Fault at the first character that does not belong there. */
export function decode64(text: string): Buffer {
  const plain = text.replace(/[\r\n]/g, '');
  const good = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain);
  if (good) return Buffer.from(plain, 'base64');
  const end = /^(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]*/.exec(plain)?.[0].length ?? 0;
  const at = end === plain.length ? end - (end % 4) : end;
  throw new Fault(`illegal base64 data at input byte ${at}`);
}

export function encode32(data: string): string {
  let [bits, size, output] = [0, 0, ''];
  for (const byte of Buffer.from(data)) {
    bits = (bits << 8) | byte;
    size += 8;
    while (size >= 5) {
      output += alphabet32[(bits >> (size - 5)) & 31];
      size -= 5;
    }
    bits &= (1 << size) - 1;
  }
  if (size > 0) output += alphabet32[(bits << (5 - size)) & 31];
  return output.padEnd(Math.ceil(output.length / 8) * 8, '=');
}

/** The bytes of base32, with its padding. Fault at the first character that does not belong there. */
export function decode32(text: string): Buffer {
  const plain = text.replace(/[\r\n]/g, '');
  const good = /^(?:[A-Z2-7]{8})*(?:[A-Z2-7]{2}={6}|[A-Z2-7]{4}={4}|[A-Z2-7]{5}={3}|[A-Z2-7]{7}=)?$/.test(
    plain,
  );
  if (!good) {
    const end = /^[A-Z2-7]*/.exec(plain)?.[0].length ?? 0;
    throw new Fault(`illegal base32 data at input byte ${end === plain.length ? end - (end % 8) : end}`);
  }
  const bytes: number[] = [];
  let [bits, size] = [0, 0];
  for (const character of plain.replace(/=+$/, '')) {
    bits = ((bits << 5) | alphabet32.indexOf(character)) & 0xffff;
    size += 5;
    if (size < 8) continue;
    size -= 8;
    bytes.push((bits >> size) & 255);
  }
  return Buffer.from(bytes);
}
