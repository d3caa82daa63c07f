/** A long day at a desk: every verb about identities, a plan, keys handed out in every way, and much that goes wrong. */
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { verbs } from '../../scripts/grammar/verbs.ts';
import { decide } from '../emulator/running.ts';
import type { Desk, Ended } from './desk.ts';
import { browserOf } from './opened-browser.ts';

/** One command line of the story, and what came of it. */
export interface Told extends Ended {
  readonly line: string;
}

const checkout = join(import.meta.dirname, '..', '..');
const program = join(checkout, 'dist', 'atmos-kit.cjs');
const dev = '--identity plat-dev/terraform';

/** Verbs whose turn comes by name, or whose story is told elsewhere. */
const notByExample =
  /^(login|plan|apply|terraform|describe|list|validate|workflow|emulator|auth (login|logout|shell|serve))\b/;

/** Ways to hand keys out; what is secret in them stands only where it says. */
const handedOut = [
  `atmos-kit auth process ${dev}`,
  `atmos-kit auth console ${dev} --print-only`,
  `atmos-kit auth console ${dev} --portal --print-only`,
  `atmos-kit auth env ${dev}`,
  `atmos-kit auth env ${dev} --credentials env`,
  `atmos-kit auth env ${dev} --credentials env --format json`,
  `atmos-kit auth env ${dev} --credentials env --format github`,
  `atmos-kit auth env ${dev} --credentials file`,
  `atmos-kit auth exec ${dev} -- sleep 0.31`,
  `atmos-kit auth exec ${dev} --credentials env -- sleep 0.32`,
  `atmos-kit auth exec ${dev} --credentials file -- sleep 0.33`,
  `atmos-kit auth exec ${dev} --credentials env -- env`,
  `atmos-kit auth exec ${dev} --credentials file -- sh -c 'cat "$AWS_SHARED_CREDENTIALS_FILE"'`,
];

/** Calls that must fail, each in its own way. */
const wrong = [
  'atmos-kit auth whoami --identity nobody',
  'atmos-kit auth process --identity plat-prod/nothing',
  `atmos-kit auth process --chain /etc/hostname`,
  `atmos-kit auth console ${dev}`,
  `atmos-kit auth console ${dev} --destination https://evil.example/ --print-only`,
  `ATMOS_KIT_PROBLEMS=json atmos-kit auth whoami --identity nobody`,
  `atmos-kit auth exec ${dev} -- no-such-program`,
];

export interface StoryOptions {
  /** Leaves the plan out, which takes the longest. */
  readonly short?: boolean;
  /** Looks around while everything is still there. */
  readonly beforeLogout?: () => void;
}

/** Lives through it; the desk is signed out at the end. */
export async function liveThrough(
  desk: Desk,
  { short = false, beforeLogout = () => {} }: StoryOptions = {},
): Promise<readonly Told[]> {
  const told: Told[] = [];
  const folder = join(desk.folder, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'atmos-kit'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
    mode: 0o755,
  });
  const run = async (line: string, variables: Record<string, string> = {}): Promise<void> => {
    const {
      exitCode = -1,
      stdout,
      stderr,
    } = await execa('bash', ['-c', line], {
      cwd: desk.project,
      env: {
        ...desk.variables,
        ATMOS_LOGS_LEVEL: 'Trace',
        PATH: `${folder}:${desk.variables['PATH']}`,
        ...variables,
      },
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: 120_000,
    });
    told.push({ line, exitCode, stdout, stderr });
  };

  told.push(await signInWithBrowser(desk));
  for (const { path, examples } of verbs)
    if (!notByExample.test(path.join(' '))) for (const [line] of examples) await run(line);
  for (const line of handedOut) await run(line);
  if (!short) await run('atmos-kit plan vpc -s plat-ue1-dev');
  for (const line of wrong) await run(line);
  await quotingServices(desk, run);
  damageSessions(desk);
  await run(`atmos-kit auth whoami ${dev}`);
  told.push({ line: 'atmos-kit auth login --device', ...(await desk.signIn()) });
  await run(`atmos-kit auth whoami ${dev}`);
  desk.emulator.pass(50 * 60_000);
  await run('atmos-kit auth whoami');
  desk.emulator.pass(9 * 3_600_000);
  await run('atmos-kit auth process --identity plat-prod/ReadOnlyAccess');
  told.push({ line: 'atmos-kit auth login --device', ...(await desk.signIn()) });
  await run(`atmos-kit auth env ${dev} --credentials file`);
  await run('atmos-kit auth logout --dry-run');
  beforeLogout();
  await run('atmos-kit auth logout');
  return told;
}

async function signInWithBrowser(desk: Desk): Promise<Told> {
  const browser = browserOf(desk);
  const login = desk.begin('auth login', browser);
  const page = new URL(await browser.address());
  const back = await decide(desk.emulator, page.pathname + page.search, 'approve');
  await (await fetch(back)).text();
  return { line: 'atmos-kit auth login', ...(await login.ended) };
}

/** Services that fail and say in their errors what they were sent. */
async function quotingServices(desk: Desk, run: (line: string) => Promise<void>): Promise<void> {
  for (const [operation, status, code, sent] of [
    ['GetRoleCredentials', 403, 'ForbiddenException', ['access-token']],
    ['GetRoleCredentials', 400, 'InvalidRequestException', ['access-token']],
    ['ListAccounts', 400, 'InvalidRequestException', ['access-token']],
    ['CreateToken', 400, 'InvalidGrantException', ['client-secret', 'refresh-token']],
    ['GetCallerIdentity', 403, 'AccessDenied', ['session-token']],
  ] as const) {
    const secrets = [...desk.emulator.issued].filter(([, kind]) => sent.some((one) => one === kind));
    const message = `You sent ${secrets.map(([secret]) => secret).join(' and ')}`;
    desk.emulator.traffic({ faults: [{ operation, answer: { status, code, message } }] });
    await run('atmos-kit auth whoami --identity plat-staging/ReadOnlyAccess');
    await run('atmos-kit auth console --identity plat-staging/ReadOnlyAccess --print-only');
  }
  desk.emulator.traffic({});
}

function damageSessions({ home }: Desk): void {
  const folder = join(home, '.local/share/atmos-kit/sessions');
  for (const name of readdirSync(folder)) if (name.endsWith('.jwe')) truncateSync(join(folder, name), 100);
}
