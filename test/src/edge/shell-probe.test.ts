import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shellProbe } from '../../../src/edge/shell-probe.ts';

const probe = shellProbe({ PATH: process.env['PATH'], A: 'a', B: 'b' });
const sh = (script: string, ms = 60_000) => probe.writtenToThree(['sh', '-c', script], ms, ['B']);

test('only what is written to the third descriptor counts, and variables are left out by name', async () => {
  assert.is(await sh('echo no; echo no >&2; printf "%s%s" "$A" "$B" >&3; exit 3'), 'a');
});

test('what the program leaves running does not hold the answer up, and is left alone', async () => {
  const pid = Number(await sh('sleep 50 & printf $! >&3'));
  assert.is(spawnSync('kill', ['-0', `${pid}`]).status, 0);
  process.kill(pid);
});

test('a program without an end, or that is not there, has no answer; its children end with it', async () => {
  const name = join(mkdtempSync(join(tmpdir(), 'probe-')), 'pid');
  assert.is(await sh(`printf x >&3; sleep 60 & printf $! > ${name}; wait`, 1000), undefined);
  // Nobody may have taken note of its end yet.
  const over = 'until ! kill -0 $1 2>/dev/null || grep -q "^State:.Z" /proc/$1/status; do sleep 0.1; done';
  assert.is(spawnSync('sh', ['-c', over, 'sh', readFileSync(name, 'utf8')], { timeout: 20_000 }).status, 0);
  assert.is(await probe.writtenToThree([name], 1000), undefined);
});

test('a program has no terminal and is not in our session', async () => {
  assert.is(await sh('if (: </dev/tty) 2>/dev/null; then printf yes >&3; else printf no >&3; fi'), 'no');
});

test('a path is told as what its links lead to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'probe-'));
  symlinkSync('/usr', join(folder, 'link'));
  assert.is(probe.realPath(join(folder, 'link')), '/usr');
  assert.is(probe.realPath(join(folder, 'missing')), join(folder, 'missing'));
});

test.run();
