/**
 * The promise of docs/security.md: a secret stands only where it was asked for. A long day is lived through, and then
 * everything that it left behind or that could be seen of it is searched for every secret that the emulator gave out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { liveThrough } from './broad-story.ts';
import type { Desk } from './desk.ts';
import { type Found, filesBelow, secretsIn } from './secrets-in.ts';
import { journey } from './terraform.ts';
import { type WatchedProcesses, watchProcesses } from './watched-processes.ts';

interface Allowance {
  readonly place: RegExp;
  readonly kinds: readonly string[];
  /** Where the design says so; it must be used, or it is an empty promise. */
  readonly because: string;
}

const keys = ['secret-access-key', 'session-token'];

/** The only places in which a secret may stand. */
const allowed: readonly Allowance[] = [
  {
    place: /^stdout of atmos-kit auth process /,
    kinds: keys,
    because: 'credential_process is the hand-over to an AWS SDK, through a pipe',
  },
  {
    place: /^stdout of atmos-kit auth env .*--credentials env/,
    kinds: keys,
    because: 'whoever reads it takes the keys into its environment',
  },
  {
    place: /^stderr of atmos-kit auth env .*--credentials env --format github$/,
    kinds: keys,
    because: 'a job of GitHub hides what it was told to hide (::add-mask::)',
  },
  {
    place: /^environment of \S*sleep 0\.32 $/,
    kinds: keys,
    because: 'the command was run with --credentials env',
  },
  {
    place: /^file run\/atmos-kit\/files\/[0-9a-f/]+\/credentials$/,
    kinds: keys,
    because: '--credentials file writes them, in memory, until logout',
  },
  {
    place: /^stdout of atmos-kit auth console .*--print-only$/,
    kinds: ['signin-token'],
    because: 'the address was asked for',
  },
];

const kinds = [
  'access-token',
  'authorization-code',
  'client-secret',
  'code-verifier',
  'device-code',
  'refresh-token',
  'secret-access-key',
  'session-token',
  'signin-token',
];

function everythingSeen(desk: Desk, watched: WatchedProcesses | undefined): Found[] {
  const found: Found[] = [...filesBelow(desk.folder), ...filesBelow(desk.emulator.dir)];
  for (const line of watched?.commandLines ?? []) found.push({ place: `command line ${line}`, text: line });
  for (const [line, text] of watched?.environments ?? [])
    found.push({ place: `environment of ${line}`, text });
  return found;
}

journey(
  'no secret is seen in any file, output, command line or environment, but where it was asked for',
  async (desk) => {
    const watched = watchProcesses(desk.folder);
    const found: Found[] = [];
    const told = await liveThrough(desk, { beforeLogout: () => found.push(...filesBelow(desk.folder)) });
    watched?.stop();
    for (const kind of kinds)
      assert.ok([...desk.emulator.issued.values()].includes(kind as never), `the story has no ${kind}`);
    for (const line of ['auth whoami', 'auth process', 'auth console', 'plan vpc'])
      assert.ok(
        told.some((one) => one.line.includes(line) && one.exitCode === 0),
        `${line} never succeeded`,
      );
    assert.ok(told.filter(({ exitCode }) => exitCode !== 0).length > 10, 'the story has too few failures');
    assert.ok((watched?.commandLines.size ?? 100) > 20, 'hardly a process was seen');

    const secrets = new Map<string, string>(desk.emulator.issued);
    found.push(...everythingSeen(desk, watched));
    for (const { line, stdout, stderr } of told)
      found.push({ place: `stdout of ${line}`, text: stdout }, { place: `stderr of ${line}`, text: stderr });
    const faults = secretsIn(found, secrets);
    const used = new Set<Allowance>();
    const forbidden = faults.filter((fault) => {
      const [, place = '', kind = ''] = /^(.*): ([a-z-]+)$/s.exec(fault) ?? [];
      const allowance = allowed.find((one) => one.place.test(place) && one.kinds.includes(kind));
      if (allowance !== undefined) used.add(allowance);
      return allowance === undefined;
    });
    assert.equal(forbidden, []);
    assert.equal(
      allowed.filter((one) => !used.has(one)).map(({ because }) => because),
      [],
      'allowed, and never needed',
    );

    // The search itself finds what is planted, in whatever place and form.
    const [secret = ''] = [...secrets].find(([, kind]) => kind === 'session-token') ?? [];
    const plant = join(desk.home, '.cache', 'planted');
    mkdirSync(join(plant, '..'), { recursive: true });
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(`x${secret}`).toString('base64'),
      JSON.stringify({ token: secret }),
    ]) {
      writeFileSync(plant, `before ${form} after`);
      assert.equal(secretsIn(filesBelow(desk.home), secrets), ['file .cache/planted: session-token']);
    }
  },
  { user: undefined },
);

test.run();
