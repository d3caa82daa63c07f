import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { makeClaim } from '../../../src/edge/lease-claim.ts';
import { fileLeases } from '../../../src/edge/leases.ts';

const scratch = (): string => mkdtempSync(join(tmpdir(), 'leases-'));
const program = join(import.meta.dirname, 'lease-process.ts');

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], HOME: tmpdir(), TSX_DISABLE_CACHE: '1' },
  });
}

async function startHolder(folder: string, what: string): Promise<ChildProcess> {
  const child = start(folder, 'one', what);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

const ended = async (child: ChildProcess): Promise<number | string | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? child.signalCode;
};

/** Every one that came in went out before the next came. */
function assertOneAtATime(log: string, count: number): void {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  assert.is(lines.length, count * 2);
  for (let index = 0; index < lines.length; index += 2) {
    assert.ok(lines[index]?.startsWith('in '));
    assert.is(lines[index + 1], lines[index]?.replace('in', 'out'));
  }
}

const isTimeout = (pid: number) => (error: unknown) =>
  isProblem(error) &&
  error.code === 'lock-timeout' &&
  error.message.includes(`process ${pid}`) &&
  /since \d\d:\d\d:\d\d/.test(error.message) &&
  error.hint !== undefined;

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => assert.unreachable('it should have failed'),
    (error: unknown) => error,
  );
}

test('ten processes that come at once work one after the other', async () => {
  const folder = scratch();
  const log = join(folder, '..', `${Date.now()}-ten.log`);
  const children = Array.from({ length: 10 }, () => start(folder, 'sign-in', 'note', log));
  assert.equal(await Promise.all(children.map(ended)), Array(10).fill(0));
  assertOneAtATime(log, 10);
  assert.equal(readdirSync(folder), []);
});

test('many that come at once within one process work one after the other', async () => {
  const folder = scratch();
  const leases = fileLeases(folder);
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 12 }, () =>
      leases.hold('one', async () => {
        inside += 1;
        most = Math.max(most, inside);
        await wait(3);
        inside -= 1;
      }),
    ),
  );
  assert.is(most, 1);
});

test('different names do not wait for each other, whatever signs are in them', async () => {
  const leases = fileLeases(scratch());
  const names = ['a', 'a~b', 'a/b', 'ä b', '..'];
  const hold = async (rest: readonly string[]): Promise<number> =>
    rest.length === 0
      ? 0
      : 1 + (await leases.hold(rest[0] as string, () => hold(rest.slice(1)), { waitMs: 0 }));
  assert.is(await hold(names), names.length);
});

test('a holder that was killed is followed by exactly one of two who wait', async () => {
  const folder = scratch();
  const log = join(folder, '..', `${Date.now()}-two.log`);
  const holder = await startHolder(folder, 'stay');
  const takers = [start(folder, 'one', 'note', log), start(folder, 'one', 'note', log)];
  await wait(300);
  holder.kill('SIGKILL');
  assert.equal(await Promise.all(takers.map(ended)), [0, 0]);
  assertOneAtATime(log, 2);
  assert.equal(readdirSync(folder), []);
});

test('many takers find a pile of dead claims and still work one after the other', async () => {
  const folder = scratch();
  const dead = await startHolder(folder, 'stay');
  dead.kill('SIGKILL');
  await ended(dead);
  const [left = ''] = readdirSync(folder);
  for (let copy = 0; copy < 20; copy += 1) writeFileSync(join(folder, `${left}${copy}`), '');
  const log = join(folder, '..', `${Date.now()}-pile.log`);
  const takers = Array.from({ length: 4 }, () => start(folder, 'one', 'note', log));
  assert.equal(await Promise.all(takers.map(ended)), [0, 0, 0, 0]);
  assertOneAtATime(log, 4);
});

test('a lease is given back after success, after failure and at exit', async () => {
  const folder = scratch();
  const leases = fileLeases(folder);
  assert.is(await leases.hold('one', async () => 7), 7);
  assert.equal(readdirSync(folder), []);
  const error = new Error('no');
  assert.is(await failure(leases.hold('one', () => Promise.reject(error))), error);
  assert.equal(readdirSync(folder), []);
  assert.is(await ended(await startHolder(folder, 'exit')), 3);
  assert.equal(readdirSync(folder), []);
});

test('who waits too long is told who holds it and since when', async () => {
  const folder = scratch();
  const holder = await startHolder(folder, 'stay');
  try {
    const error = await failure(fileLeases(folder).hold('one', async () => {}, { waitMs: 50 }));
    assert.ok(isTimeout(holder.pid as number)(error), String(error));
    assert.is(readdirSync(folder).length, 1, "the holder's claim stays, ours goes");
  } finally {
    holder.kill('SIGKILL');
    await ended(holder);
  }
});

test('a wait that a person notices is told once, with who holds the lease', async () => {
  const folder = scratch();
  const holder = await startHolder(folder, 'stay');
  const told: string[] = [];
  const work = fileLeases(folder).hold('one', async () => 'done', {
    onWait: (who) => {
      told.push(who);
      // Only now, and later than the next look, may it come free.
      setTimeout(() => holder.kill('SIGKILL'), 200);
    },
  });
  assert.is(await work, 'done');
  await ended(holder);
  assert.is(told.length, 1);
  assert.match(told[0] ?? '', new RegExp(`^process ${holder.pid}, since `));
});

test('waiting ends with the signal', async () => {
  const folder = scratch();
  const stop = new AbortController();
  const leases = fileLeases(folder, { signal: stop.signal });
  await leases.hold('one', async () => {
    const second = failure(leases.hold('one', async () => {}));
    setTimeout(() => stop.abort(), 30);
    const error = await second;
    assert.ok(isProblem(error) && error.code === 'interrupted' && error.exitCode === 130);
  });
  assert.equal(readdirSync(folder), []);
});

test('another process that got the number of a dead one does not hold its lease', async () => {
  const folder = scratch();
  const claim = makeClaim('one');
  const reused = claim.file.replace(`~${claim.started}~`, `~${Number(claim.started) - 1}~`);
  writeFileSync(join(folder, reused), '');
  assert.is(await fileLeases(folder).hold('one', async () => 1, { waitMs: 0 }), 1);
});

test('a dead process that nobody has asked about yet holds nothing', async () => {
  const folder = scratch();
  // The first sleep dies, and the second, which takes the shell's place, never asks about it.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    const fields = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    while (fields()[0] !== 'Z') await wait(5);
    const mine = makeClaim('one');
    const file = mine.file.replace(`~${process.pid}~${mine.started}~`, `~${pid}~${fields()[19]}~`);
    writeFileSync(join(folder, file), '');
    assert.is(await fileLeases(folder).hold('one', async () => 1, { waitMs: 0 }), 1);
  } finally {
    parent.kill('SIGKILL');
  }
});

test('a claim from another machine counts until it shows no sign of life for long enough', async () => {
  const folder = scratch();
  const claim = makeClaim('one');
  const foreign = claim.file.replace(claim.system, 'elsewhere');
  writeFileSync(join(folder, foreign), '');
  const error = await failure(fileLeases(folder).hold('one', async () => {}, { waitMs: 100 }));
  assert.ok(isTimeout(process.pid)(error), String(error));
  assert.match(String(error), /on another machine/);
  assert.equal(readdirSync(folder), [foreign]);
  assert.is(await fileLeases(folder, { staleMs: 50 }).hold('one', async () => 1), 1);
  assert.equal(readdirSync(folder), []);
});

test('a holder keeps showing signs of life', async () => {
  const folder = scratch();
  await fileLeases(folder, { staleMs: 100 }).hold('one', async () => {
    const path = join(folder, readdirSync(folder)[0] as string);
    const first = statSync(path).mtimeMs;
    while (statSync(path).mtimeMs === first) await wait(5);
  });
});

test('a folder that cannot be made is a problem and the work is not started', async () => {
  const root = scratch();
  writeFileSync(join(root, 'file'), '');
  mkdirSync(join(root, 'folder'));
  const error = await failure(
    fileLeases(join(root, 'file', 'leases')).hold('one', async () => assert.unreachable()),
  );
  assert.ok(isProblem(error) && error.code === 'file-unwritable', String(error));
});

test.run();
