/** A person's machine: a home of its own, the real edges, and an emulator in place of AWS. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { approve } from '../../../scripts/demo/scripted-person.ts';
import { compose } from '../../../src/compose.ts';
import { type Chain, type SignInTarget, signInTargetOf } from '../../../src/domain/chain.ts';
import { loadAuth } from '../../../src/flows/load-auth.ts';
import { signIn } from '../../../src/flows/sign-in.ts';
import { chainOf } from '../../../src/identity/chain.ts';
import { findIdentity } from '../../../src/identity/find-identity.ts';
import type { Keyring, Ports } from '../../../src/ports.ts';
import { type Running, withRunning } from '../../emulator/running.ts';

export const root = join(import.meta.dirname, '..', '..', '..');

export interface Laptop {
  readonly emulator: Running;
  readonly home: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly ports: Ports;
  readonly keyring: Keyring;
  /** Everything that was said to the person. */
  said(): string;
  /** Moves the clocks of this machine and of the emulator. */
  pass(milliseconds: number): void;
  chain(identity: string): Chain;
  /** Where this person signs in. */
  readonly target: SignInTarget;
  /** Another process of the same person on the same machine. */
  another(): Ports;
  /** Signs in by device code, as dana or somebody else. */
  signIn(user?: string): Promise<void>;
}

/** Runs `work` with a machine whose person is on the developers' team. */
export async function withLaptop(
  work: (laptop: Laptop) => Promise<void>,
  profile = 'developers,local',
): Promise<void> {
  await withRunning(async (emulator) => {
    const home = mkdtempSync(join(tmpdir(), 'atmos-kit-laptop-'));
    const run = join(home, 'run');
    mkdirSync(run, { mode: 0o700 });
    const variables = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_RUNTIME_DIR: run,
      ATMOS_PROFILE: profile,
      ATMOS_KIT_ENDPOINT: emulator.origin,
      ATMOS_KEYRING_TYPE: 'file',
      BROWSER: 'none',
    };
    let heard = '';
    let ahead = 0;
    const machine = (): Ports => {
      const parts = {
        variables,
        folder: root,
        stdin: process.stdin,
        stderr: listener((text) => {
          heard += text;
        }),
        uid: process.getuid?.() ?? 0,
        program: [process.execPath, join(root, 'dist', 'atmos-kit.cjs')],
        build: 'test',
      };
      const ports = compose(parts);
      return { ...ports, clock: { ...ports.clock, now: () => new Date(Date.now() + ahead) } };
    };
    const ports = machine();
    const { auth } = loadAuth(ports, root, {});
    const keyring = ports.keyring(auth.keyring);
    const laptop: Laptop = {
      emulator,
      home,
      variables,
      ports,
      keyring,
      said: () => heard,
      pass(milliseconds) {
        ahead += milliseconds;
        emulator.pass(milliseconds);
      },
      chain: (identity) => chainOf(auth, findIdentity(auth, identity)),
      get target() {
        return signInTargetOf(laptop.chain('plat-dev/terraform')) as SignInTarget;
      },
      another: machine,
      async signIn(user = 'dana') {
        const before = heard.length;
        const done = signIn(ports, keyring, laptop.target, { device: true });
        await Promise.all([
          done,
          approve(await urlIn(() => heard.slice(before)), { user, password: `local-${user}` }),
        ]);
      },
    };
    try {
      await work(laptop);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
}

/** Waits for an address to be said. */
export async function urlIn(heard: () => string): Promise<string> {
  for (let tries = 0; tries < 500; tries += 1) {
    const url = /https?:\/\/\S+(user_code|client_id)=\S+/.exec(heard())?.[0];
    if (url !== undefined) return url;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`No address was said: ${heard()}`);
}

function listener(hear: (text: string) => void): NodeJS.WriteStream {
  return new Writable({
    write(chunk, _encoding, done) {
      hear(String(chunk));
      done();
    },
  }) as unknown as NodeJS.WriteStream;
}
