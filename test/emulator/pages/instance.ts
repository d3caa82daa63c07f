/** A real emulator with the acme seed for one test, and what a program in a terminal does at it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { startEmulator } from '../../../emulator/server.ts';

/** The seed of the acme project. */
export const seed = join(import.meta.dirname, '..', '..', '..', 'emulator', 'seeds', 'acme.yaml');

export interface Instance {
  readonly origin: string;
  readonly dir: string;
  now(): Date;
  /** Lets time pass for the emulator. */
  pass(milliseconds: number): void;
  /** `action outcome principal` of every line of the audit log that speaks of one of these services. */
  audit(...services: string[]): string[];
}

/** Starts an emulator in a folder of its own, and closes it and removes the folder afterwards. */
export async function withEmulator(work: (instance: Instance) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'atmos-kit-pages-'));
  // It stands still unless a test lets time pass, half a second past a whole one: what is left of an hour is sure.
  let time = Math.floor(Date.now() / 1000) * 1000 + 500;
  const now = () => new Date(time);
  const emulator = await startEmulator({ port: 0, dir, seed, now });
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  const audit = (...services: string[]) =>
    readFileSync(join(dir, 'audit.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
      .filter(({ service = '' }) => services.includes(service))
      .map(({ action, outcome, principal = '-' }) => `${action} ${outcome} ${principal}`);
  try {
    await work({ origin: emulator.origin, dir, now, pass, audit });
  } finally {
    await emulator.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A program that waits in a terminal for a person to sign in. */
export interface Program {
  readonly clientId: string;
  /** `tokens`, or the name of the error that it got instead. */
  token(grant: Grant): Promise<string>;
  startDevice(): Promise<{ userCode: string; deviceCode: string; complete: string }>;
}

interface Grant {
  readonly deviceCode?: string;
  readonly code?: string;
  readonly codeVerifier?: string;
  readonly redirectUri?: string;
}

/** Registers a program called `name` with the SDK that knows nothing of this emulator. */
export async function startProgram({ origin }: Instance, name = 'atmos-kit'): Promise<Program> {
  const client = new SSOOIDCClient({ endpoint: origin, region: 'us-east-1' });
  const scopes = ['sso:account:access'];
  const redirectUris = ['http://127.0.0.1/oauth/callback', 'http://[::1]/oauth/callback'];
  const { clientId = '', clientSecret = '' } = await client.send(
    new RegisterClientCommand({ clientName: name, clientType: 'public', scopes, redirectUris }),
  );
  return {
    clientId,
    async startDevice() {
      const answer = await client.send(
        new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: `${origin}/start` }),
      );
      const { userCode = '', deviceCode = '', verificationUriComplete: complete = '' } = answer;
      return { userCode, deviceCode, complete };
    },
    async token(grant) {
      const grantType =
        grant.code === undefined ? 'urn:ietf:params:oauth:grant-type:device_code' : 'authorization_code';
      try {
        await client.send(new CreateTokenCommand({ clientId, clientSecret, grantType, ...grant }));
        return 'tokens';
      } catch (error) {
        return (error as Error).name;
      }
    },
  };
}
