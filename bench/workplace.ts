import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { defaultSeed, startEmulator } from '../emulator/index.ts';
import { makeScratch } from '../scripts/demo/scratch.ts';
import { approve } from '../scripts/demo/scripted-person.ts';
import { compose } from '../src/compose.ts';
import { handOver } from '../src/flows/hand-over.ts';
import { loadAuth } from '../src/flows/load-auth.ts';
import { chainOf } from '../src/identity/chain.ts';
import { findIdentity } from '../src/identity/find-identity.ts';
import { placesOf } from '../src/store/paths.ts';
import { listLabels } from '../src/store/session-file.ts';

/** A home in which dana is signed in at an emulator, with the acme project. */
export interface Workplace {
  readonly folder: string;
  readonly project: string;
  /** The built program. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The file with which a child of ours asks for plat-dev/terraform's keys. */
  readonly chainFile: string;
  /** Makes every next answer a cold one. */
  forgetAnswers(): void;
  /** Makes the next call of each role ask for its keys; the sign-in stays. */
  forgetKeys(): void;
  close(): Promise<void>;
}

/** Sets one up: the emulator, a device sign-in that a scripted person approves, and one identity's keys. */
export async function makeWorkplace(checkout: string): Promise<Workplace> {
  const scratch = makeScratch(checkout, process.env);
  const emulator = await startEmulator({
    port: 0,
    dir: join(scratch.folder, 'emulator'),
    seed: defaultSeed(),
  });
  const close = async () => {
    await emulator.close();
    scratch.remove();
  };
  try {
    const environment = {
      ...scratch.environment,
      ATMOS_PROFILE: 'developers,local',
      ATMOS_KIT_ENDPOINT: emulator.origin,
    };
    const { project, folder } = scratch;
    const program = join(checkout, 'dist', 'atmos-kit.cjs');
    await signIn(program, project, environment);
    const chainFile = await handedOver(program, project, environment);
    const answers = join(scratch.environment['HOME'] as string, '.cache', 'atmos-kit', 'answers');
    const forgetAnswers = () => rmSync(answers, { recursive: true, force: true });
    const places = placesOf(environment, process.getuid?.() ?? 0);
    const forgetKeys = () => {
      const keys = listLabels(places).filter(({ label }) => label.type === 'role-keys');
      const names = readdirSync(places.sessions).filter((name) =>
        keys.some(({ key }) => name.startsWith(key)),
      );
      for (const name of names) rmSync(join(places.sessions, name));
    };
    return { folder, project, program, environment, chainFile, forgetAnswers, forgetKeys, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Signs dana in with a code, which a scripted person approves. */
export async function signIn(
  program: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const login = promisify(execFile)(process.execPath, [program, 'auth', 'login'], { cwd, env });
  let said = '';
  let approval: Promise<string> | undefined;
  login.child.stderr?.on('data', (chunk: string) => {
    said += chunk;
    const url = /https?:\/\/\S+\/device\?\S+/.exec(said)?.[0];
    if (url !== undefined) approval ??= approve(url, { user: 'dana', password: 'local-dana' });
  });
  await login;
  await approval;
}

async function handedOver(
  program: string,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const ports = compose({
    variables,
    folder,
    stdin: process.stdin,
    stderr: process.stderr,
    uid: process.getuid?.() ?? 0,
    program: [process.execPath, program],
    build: 'bench',
  });
  const { auth } = loadAuth(ports, folder, {});
  const identity = findIdentity(auth, 'plat-dev/terraform');
  const keyring = ports.keyring(auth.keyring);
  const change = await handOver(
    ports,
    keyring,
    chainOf(auth, identity),
    identity.name,
    'process',
    auth.keyring,
  );
  return join(dirname(change['AWS_CONFIG_FILE'] as string), 'chain.json');
}
