import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Folder, readIfThere, writePrivate } from './folder.ts';

/** The RSA key with which the emulator's identity providers sign; it is made when it is first needed. */
export function issuerKey(folder: Folder): KeyObject {
  const pem = readIfThere(folder.issuerKey);
  if (pem !== undefined) return createPrivateKey(pem);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writePrivate(folder.issuerKey, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  return privateKey;
}

/** What its signatures are verified with; undefined while nothing was ever signed. */
export function issuerPublicKey(folder: Folder): KeyObject | undefined {
  const pem = readIfThere(folder.issuerKey);
  return pem === undefined ? undefined : createPublicKey(pem);
}
