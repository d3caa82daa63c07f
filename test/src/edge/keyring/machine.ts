import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionLabel } from '../../../../src/domain/session.ts';
import { type KeyringOptions, openKeyring } from '../../../../src/edge/keyring/open-keyring.ts';
import type { Keyring } from '../../../../src/ports.ts';
import { type Places, placesOf } from '../../../../src/store/paths.ts';

/** A home and a runtime folder of a person, as one machine has them. */
export interface Machine {
  readonly root: string;
  readonly home: string;
  readonly run: string;
  readonly places: Places;
  /** What was said to the person. */
  readonly said: string[];
  /** A keyring as a new process would open it. No session bus unless an environment is given. */
  open(options?: Partial<KeyringOptions>): Keyring;
  /** Empties the folder in memory, as a restart does. */
  restart(): void;
}

/** A machine of its own; with `home`, one more machine that shares a home. */
export function makeMachine(home?: string): Machine {
  const root = mkdtempSync(join(tmpdir(), 'machine-'));
  const run = join(root, 'run');
  mkdirSync(run, { mode: 0o700 });
  const ownHome = home ?? join(root, 'home');
  const places = placesOf({ HOME: ownHome, XDG_RUNTIME_DIR: run }, process.getuid?.() ?? -1);
  const said: string[] = [];
  return {
    root,
    home: ownHome,
    run,
    places,
    said,
    open: (options) =>
      openKeyring({ type: 'file', places, environment: {}, warn: (text) => said.push(text), ...options }),
    restart: () => rmSync(join(run, 'atmos-kit'), { recursive: true, force: true }),
  };
}

/** Every file below a folder: path, mode and content. */
export function filesBelow(folder: string): { path: string; mode: number; content: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, mode: statSync(path).mode & 0o777, content: readFileSync(path, 'latin1') }));
}

/** The mode of every folder below and including `folder`. */
export function folderModes(folder: string): number[] {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return [folder, ...below.map((entry) => join(entry.parentPath, entry.name))].map(
    (path) => statSync(path).mode & 0o777,
  );
}

export const key = 'aa'.repeat(32);
export const otherKey = 'bb'.repeat(32);

export const label: SessionLabel = {
  type: 'sign-in',
  name: 'sso ä',
  expiresAt: '2026-01-01T08:00:00.000Z',
  madeAt: '2026-01-01T00:00:00.000Z',
  renewable: true,
};

export const secret = {
  accessToken: 'very-secret-token',
  expiresAt: new Date('2026-01-01T08:00:00.000Z'),
  client: { clientSecret: 'another-secret' },
};

/** What comes back of `secret`. */
export const stored = JSON.parse(JSON.stringify(secret)) as object;
