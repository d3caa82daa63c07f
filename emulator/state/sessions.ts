import { createHash, randomBytes } from 'node:crypto';
import { EmulatorError } from '../emulator-error.ts';
import { readIfThere, writePrivate } from './folder.ts';

/** A person's sign-in as one client sees it: access tokens and refresh tokens belong to it. Times are milliseconds. */
export interface PortalSession {
  readonly id: string;
  readonly user: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly startedAt: number;
  readonly endsAt: number;
  /** The number that the newest refresh token carries. */
  generation: number;
  /** When each recently used refresh token was exchanged, by its number. */
  exchanged: Record<string, number>;
  ended: boolean;
}

export interface DeviceGrant {
  readonly userCode: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  status: 'pending' | 'approved' | 'denied' | 'used';
  user?: string;
  exchange?: Exchange;
}

/** What a code was exchanged for, so that a client whose answer got lost can be given the same again. */
export interface Exchange {
  /** The portal session's id. */
  readonly session: string;
  readonly at: number;
}

/** What a browser asked for at /authorize, until the person decides. */
export interface AuthorizeRequest {
  readonly clientId: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly challenge: string;
  readonly expiresAt: number;
  decided: boolean;
}

export interface AuthorizationCode {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string;
  readonly user: string;
  readonly expiresAt: number;
  used: boolean;
  exchange?: Exchange;
}

export interface BrowserSession {
  readonly user: string;
  readonly expiresAt: number;
}

export interface ConsoleSession {
  readonly account: string;
  /** The IAM role's name. */
  readonly role: string;
  readonly permissionSet?: string;
  readonly arn: string;
  /** The person behind the session. */
  readonly principal: string;
  readonly destination: string;
  readonly expiresAt: number;
}

interface Content {
  version: 1;
  /** Role credentials and tokens name it, so a reset ends them all. */
  epoch: string;
  portal: Record<string, PortalSession>;
  /** The keys of the rest are hashes of what the client or the browser holds. */
  devices: Record<string, DeviceGrant>;
  requests: Record<string, AuthorizeRequest>;
  codes: Record<string, AuthorizationCode>;
  browsers: Record<string, BrowserSession>;
  consoles: Record<string, ConsoleSession>;
  /** By serial number, which 30 seconds since 1970 the last code of an MFA device was of. */
  mfaSteps: Record<string, number>;
}

// Expired grants are kept this long so that "expired" can be told from "never existed".
const memory = 24 * 3_600_000;

/** Everything that must survive a restart and is not derived from the key. */
export class Sessions {
  readonly #file: string;
  #content: Content;

  /** Reads the file where there is one. Throws EmulatorError `file-unreadable` when it is damaged. */
  constructor(file: string) {
    this.#file = file;
    this.#content = readContent(file);
  }

  get content(): Readonly<Content> {
    return this.#content;
  }

  /** Changes the content and writes it down before it returns. */
  change(now: Date, edit: (content: Content) => void): void {
    edit(this.#content);
    const { portal, devices, requests, codes, browsers, consoles } = this.#content;
    const oldest = now.getTime() - memory;
    for (const [id, session] of Object.entries(portal)) if (session.endsAt < oldest) delete portal[id];
    for (const table of [devices, requests, codes, browsers, consoles])
      for (const [id, entry] of Object.entries(table)) if (entry.expiresAt < oldest) delete table[id];
    writePrivate(this.#file, JSON.stringify(this.#content));
  }

  /** Forgets everything; tokens and credentials handed out before stop working. */
  clear(): void {
    this.#content = empty();
    writePrivate(this.#file, JSON.stringify(this.#content));
  }
}

/** The key under which a secret that somebody else holds is kept. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function empty(): Content {
  const epoch = randomBytes(8).toString('hex');
  return {
    version: 1,
    epoch,
    portal: {},
    devices: {},
    requests: {},
    codes: {},
    browsers: {},
    consoles: {},
    mfaSteps: {},
  };
}

function readContent(file: string): Content {
  const text = readIfThere(file);
  if (text === undefined) {
    // Written at once: an epoch that exists only in memory would end every credential at the next start.
    const content = empty();
    writePrivate(file, JSON.stringify(content));
    return content;
  }
  try {
    const content = JSON.parse(text) as Content;
    if (content.version !== 1) throw new Error(`unknown version ${content.version}`);
    // A file of before there were MFA devices.
    return { ...content, mfaSteps: content.mfaSteps ?? {} };
  } catch (cause) {
    throw new EmulatorError({
      code: 'file-unreadable',
      message: `The emulator's sessions are damaged: ${(cause as Error).message}.`,
      hint: 'atmos-kit emulator reset',
      at: { file },
      cause,
    });
  }
}
