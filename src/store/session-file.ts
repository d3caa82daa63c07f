import { readdirSync, readFileSync } from 'node:fs';
import type { SessionLabel } from '../domain/session.ts';
import { findRuntimeFolder, type Places } from './paths.ts';

/**
 * A stored session is `<sessions>/<key>.<kid>.jwe`: a compact JWE (alg `dir`, enc `A256GCM`) whose protected header
 * carries the label. `kid` names the wrapping key, which rests in the runtime folder as `keys/<kid>` (base64url).
 * A file whose wrapping key is not here belongs to another machine or an earlier boot: it is not looked at.
 */
export const sessionFile = (sessions: string, key: string, kid: string): string =>
  `${sessions}/${key}.${kid}.jwe`;

/** The file in the runtime folder that holds the wrapping key `kid`. */
export const keyFile = (runtime: string, kid: string): string => `${runtime}/keys/${kid}`;

/** A session file of this machine: its label, and the JWE to open. */
interface Sealed {
  readonly label: SessionLabel;
  readonly parts: readonly [header: string, iv: string, text: string, tag: string];
  readonly keyFile: string;
}

/** The label of a stored session that this machine can unlock; undefined is a miss. Decrypts nothing. */
export function readLabel(places: Places, key: string): SessionLabel | undefined {
  return newest(places, key)?.label;
}

/** The content of a stored session, dates as ISO 8601 text; undefined for a missing, torn or foreign file. */
export function readSecret(places: Places, key: string): unknown {
  return findSession(places, key)?.open();
}

/** A stored session that this machine can unlock, and what opens it. */
export interface StoredSession {
  readonly label: SessionLabel;
  /** As `readSecret`. */
  open(): unknown;
}

/** A stored session that this machine can unlock, looked for once for its label and its content. */
export function findSession(places: Places, key: string): StoredSession | undefined {
  const sealed = newest(places, key);
  return sealed && { label: sealed.label, open: () => unseal(sealed) };
}

function unseal({ parts: [header, iv, text, tag], keyFile }: Sealed): unknown {
  // Asked for here and not at the top: reading a label must not pay for loading it.
  const { createDecipheriv } = process.getBuiltinModule('node:crypto');
  try {
    const wrappingKey = bytes(readFileSync(keyFile, 'utf8'));
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey, bytes(iv), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(header, 'ascii')).setAuthTag(bytes(tag));
    return JSON.parse(Buffer.concat([decipher.update(bytes(text)), decipher.final()]).toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The text of a session file, sealed with the 32 bytes of the wrapping key `kid`. Written with Node's own AES and not with a
 * library for JWE, which takes half as long to load as Node to start; `test/src/store/session-file.test.ts` has one open it.
 */
export function sealSession(
  { kid, bytes: key }: { readonly kid: string; readonly bytes: Uint8Array },
  label: SessionLabel,
  content: unknown,
): string {
  const { createCipheriv, randomBytes } = process.getBuiltinModule('node:crypto');
  const header = base64url(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid, label }));
  // New for each file: under one key, none must ever come twice.
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(header, 'ascii'));
  const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  return [header, '', base64url(iv), base64url(text), base64url(cipher.getAuthTag())].join('.');
}

/** Every stored session that this machine can unlock, by key. */
export function listLabels(places: Places): { readonly key: string; readonly label: SessionLabel }[] {
  const names = namesIn(places.sessions).map((name) => /^([0-9a-f]+)\.[0-9a-f]{16}\.jwe$/.exec(name)?.[1]);
  const keys = [...new Set(names)].filter((key) => key !== undefined).sort();
  const runtime = findRuntimeFolder(places);
  const kids = kidsIn(runtime);
  return keys.flatMap((key) => {
    const sealed = newest(places, key, runtime, kids);
    return sealed === undefined ? [] : [{ key, label: sealed.label }];
  });
}

/** The names of the wrapping keys that this machine has. */
export function kidsIn(runtime: string | undefined): string[] {
  return runtime === undefined
    ? []
    : namesIn(`${runtime}/keys`).filter((name) => /^[0-9a-f]{16}$/.test(name));
}

// Several only after the backend was changed; the session that was made last counts.
function newest(
  places: Places,
  key: string,
  runtime = findRuntimeFolder(places),
  kids = kidsIn(runtime),
): Sealed | undefined {
  const { sessions } = places;
  let found: Sealed | undefined;
  for (const kid of kids) {
    const sealed = readSealed(sessionFile(sessions, key, kid), kid, keyFile(runtime as string, kid));
    if (sealed !== undefined && (found === undefined || sealed.label.madeAt > found.label.madeAt))
      found = sealed;
  }
  return found;
}

function readSealed(file: string, kid: string, wrappingKey: string): Sealed | undefined {
  try {
    const [header = '', direct, iv = '', text = '', tag = '', ...rest] = readFileSync(file, 'utf8').split(
      '.',
    );
    const { alg, enc, kid: named, label } = JSON.parse(bytes(header).toString('utf8'));
    const whole = direct === '' && iv.length === 16 && tag.length === 22 && rest.length === 0;
    if (!whole || alg !== 'dir' || enc !== 'A256GCM' || named !== kid || !isLabel(label)) return undefined;
    return { label, parts: [header, iv, text, tag], keyFile: wrappingKey };
  } catch {
    return undefined;
  }
}

const types: readonly SessionLabel['type'][] = ['sign-in', 'role-keys', 'user-keys', 'cluster-token'];

function isLabel(value: unknown): value is SessionLabel {
  const label = (value ?? {}) as Partial<SessionLabel>;
  return (
    types.includes(label.type as SessionLabel['type']) &&
    [label.name, label.expiresAt, label.madeAt].every((text) => typeof text === 'string')
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

const base64url = (content: string | Buffer): string =>
  (typeof content === 'string' ? Buffer.from(content) : content).toString('base64url');
