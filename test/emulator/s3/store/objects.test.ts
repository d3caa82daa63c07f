import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ObjectStore } from '../../../../emulator/s3/store/objects.ts';
import { withRunning } from '../../running.ts';
import { bucket as Bucket, errorOf, keysOf, s3Client } from '../../signed.ts';

const meta = (key: string, etag = 'e') => ({ key, etag, size: 3, modified: 0, headers: {} });
const scratch = () => mkdtempSync(join(tmpdir(), 'objects-'));

test('several processes that create the same objects get each of them once, whole', async () => {
  const [root, count, writers] = [scratch(), 60, 4];
  const file = join(import.meta.dirname, '..', '..', '..', '..', 'emulator', 's3', 'store', 'objects.ts');
  const program = `
    import { ObjectStore } from ${JSON.stringify(file)};
    const store = new ObjectStore(${JSON.stringify(root)});
    const won = [];
    for (let n = 0; n < ${count}; n += 1) {
      const body = Buffer.from(process.pid + ' '.repeat(20_000) + process.pid);
      const meta = { key: 'lock-' + n, etag: String(process.pid), size: body.length, modified: 0, headers: {} };
      if (store.put('b', meta, [body], { create: true }) === 'written') won.push(n);
    }
    console.log(JSON.stringify({ pid: process.pid, won }));
  `;
  const script = join(root, 'writer.mts');
  writeFileSync(script, program);
  const env = { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' };
  const runs = await Promise.all(
    Array.from({ length: writers }, () =>
      execa(process.execPath, ['--import', 'tsx', script], { extendEnv: false, env }),
    ),
  );
  const store = new ObjectStore(root);
  const results = runs.map(({ stdout }) => JSON.parse(stdout) as { pid: number; won: number[] });
  assert.is(results.flatMap(({ won }) => won).length, count);
  for (const { pid, won } of results)
    for (const n of won) {
      const stored = store.read('b', `lock-${n}`);
      assert.is(stored?.meta.etag, String(pid));
      assert.equal(stored?.body.toString().trim().split(/ +/), [String(pid), String(pid)]);
    }
  assert.is(readdirSync(join(root, 'b')).length, count, 'no drafts are left');
});

test('a put keeps to its condition and leaves the object alone otherwise', () => {
  const store = new ObjectStore(scratch());
  const put = (text: string, condition: Parameters<ObjectStore['put']>[3]) =>
    store.put('b', meta('k', text), [Buffer.from(text)], condition);
  const accepts = (etag: string) => etag === 'one';
  assert.is(put('new', { create: false, accepts }), 'missing');
  assert.is(put('one', { create: true }), 'written');
  assert.is(put('two', { create: true }), 'exists');
  assert.is(store.read('b', 'k')?.body.toString(), 'one');
  assert.is(put('two', { create: false, accepts }), 'written');
  assert.is(put('six', { create: false, accepts }), 'changed');
  assert.is(put('six', { create: false }), 'written');
  assert.is(store.read('b', 'k')?.body.toString(), 'six');
  store.remove('b', 'k');
  store.remove('b', 'k');
  assert.is(store.meta('b', 'k'), undefined);
});

test('what a killed process left half written is never seen', () => {
  const root = scratch();
  const store = new ObjectStore(root);
  store.put('b', meta('k'), [Buffer.from('all')], { create: false });
  const [name = ''] = readdirSync(join(root, 'b'));
  writeFileSync(join(root, 'b', `${name}.1.abc.tmp`), '{"key":"half"');
  assert.equal(
    store.list('b').map(({ key }) => key),
    ['k'],
  );
});

test('a content may hold anything, and long descriptions do not hide it', () => {
  const store = new ObjectStore(scratch());
  const body = Buffer.from([0, 10, 13, 10, 255, 123, 10]);
  const headers = { 'x-amz-meta-long': 'ü\n'.repeat(5000) };
  store.put('b', { ...meta('k'), headers }, [body, body], { create: false });
  assert.ok(store.read('b', 'k')?.body.equals(Buffer.concat([body, body])));
  assert.equal(store.meta('b', 'k')?.headers, headers);
});

test('a damaged object, or a folder that cannot be written, is told as an error of S3 that names the file', () =>
  withRunning(async (running) => {
    const client = s3Client(running, keysOf(running, 'core-identity', 'TerraformApplyAccess'));
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    const folder = join(running.dir, 'objects', Bucket);
    const [name = ''] = readdirSync(folder);
    writeFileSync(join(folder, name), 'damaged');
    assert.is(await errorOf(client.send(new GetObjectCommand({ Bucket, Key: 'a' }))), 'InternalError 500');
    const log = readFileSync(join(running.dir, 'audit.jsonl'), 'utf8');
    assert.match(
      log,
      /"outcome":"failed","error":"InternalError","detail":"The object in [^"]*cannot be read/,
    );
    // Where an object would go there is a folder: even root cannot write over that.
    const other = new ObjectStore(join(running.dir, 'objects'));
    other.put(Bucket, meta('b'), [], { create: false });
    const taken = readdirSync(folder).find((one) => one !== name) ?? '';
    other.remove(Bucket, 'b');
    mkdirSync(join(folder, taken, 'in-the-way'), { recursive: true });
    assert.is(
      await errorOf(client.send(new PutObjectCommand({ Bucket, Key: 'b', Body: 'x' }))),
      'InternalError 500',
    );
    assert.equal(readdirSync(folder).sort(), [name, taken].sort());
  }));

test.run();
