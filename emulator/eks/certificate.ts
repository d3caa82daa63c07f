import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and a certificate for it, both in PEM. */
export interface Certified {
  readonly key: string;
  readonly certificate: string;
}

/**
 * Makes a key (P-256) and a certificate that it signs itself, for 127.0.0.1 and `localhost`, for ten years. Node makes
 * no certificates, so it is written down in DER (RFC 5280, X.690).
 */
export function makeCertificate(now: Date): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const name = sequence(set(sequence(oid('550403'), tagged(0x0c, Buffer.from('atmos-kit local emulator')))));
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 10);
  // A day early, for clocks that are behind.
  const begin = new Date(now.getTime() - 86_400_000);
  const serial = randomBytes(16);
  // The number must be positive and without a leading zero.
  serial[0] = ((serial[0] as number) & 0x3f) | 0x40;
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    name,
    sequence(time(begin), time(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(mayCertify, alternativeNames)),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: `-----BEGIN CERTIFICATE-----\n${lines(whole.toString('base64'))}\n-----END CERTIFICATE-----\n`,
  };
}

// Who trusts it trusts it as an authority: that is what a kubeconfig can hold.
const mayCertify = sequence(
  oid('551d13'),
  tagged(0x01, Buffer.from([0xff])),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
);

const alternativeNames = sequence(
  oid('551d11'),
  tagged(0x04, sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])), tagged(0x82, Buffer.from('localhost')))),
);

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function set(...parts: readonly Buffer[]): Buffer {
  return tagged(0x31, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

// GeneralizedTime from 2050 on, UTCTime before (RFC 5280).
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+|[-:T]/g, '');
  return date.getUTCFullYear() >= 2050
    ? tagged(0x18, Buffer.from(digits))
    : tagged(0x17, Buffer.from(digits.slice(2)));
}

const lines = (base64: string): string => (base64.match(/.{1,64}/g) ?? []).join('\n');
