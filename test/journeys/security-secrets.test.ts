/**
 * The promise of docs/security.md: a secret stands only where it was asked for. Every desk is searched when it is left
 * (leaks.ts). Here a long day is lived through, with environments and what is there before the logout searched as well.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Allowance, allowanceFor, allowed } from './allowed-secrets.ts';
import { liveThrough } from './broad-story.ts';
import { type Found, filesBelow, secretsIn } from './secrets-in.ts';
import { journey } from './terraform.ts';

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

journey(
  'no secret is seen in any file, output, command line or environment, but where it was asked for',
  async (desk) => {
    const found: Found[] = [];
    const told = await liveThrough(desk, { beforeLogout: () => found.push(...desk.leaks.found()) });
    const { processes } = desk.leaks;
    for (const kind of kinds)
      assert.ok([...desk.emulator.issued.values()].includes(kind as never), `the story has no ${kind}`);
    for (const line of ['auth whoami', 'auth process', 'auth console', 'plan vpc'])
      assert.ok(
        told.some((one) => one.line.includes(line) && one.exitCode === 0),
        `${line} never succeeded`,
      );
    assert.ok(told.filter(({ exitCode }) => exitCode !== 0).length > 10, 'the story has too few failures');
    assert.ok((processes?.commandLines.size ?? 100) > 20, 'hardly a process was seen');

    const secrets = desk.emulator.issued;
    found.push(...desk.leaks.found());
    for (const [line, texts] of processes?.environments ?? [])
      for (const text of texts) found.push({ place: `environment of ${line}`, text });
    const faults = secretsIn(found, secrets);
    const used = new Set<Allowance>();
    const forbidden = faults.filter((fault) => {
      const allowance = allowanceFor(fault);
      if (allowance !== undefined) used.add(allowance);
      return allowance === undefined;
    });
    assert.equal(forbidden, []);
    assert.equal(
      allowed.filter((one) => one.journey === undefined && !used.has(one)).map(({ because }) => because),
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
    rmSync(plant);
  },
  { user: undefined },
);

test.run();
