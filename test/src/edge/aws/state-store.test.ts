import { PutObjectCommand } from '@aws-sdk/client-s3';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { stateStore } from '../../../../src/edge/aws/state-store.ts';
import { type Running, withRunning } from '../../../emulator/running.ts';
import { bucket, keysOf, s3Client } from '../../../emulator/signed.ts';
import { keys, problemOf, withServer } from './loopback.ts';

const store = stateStore({ backoffMs: 1 });
const key = 'vpc/a-dev/terraform.tfstate';
const later = new Date(Date.now() + 3_600_000);
const object = (running: Running, permissionSet: string) => ({
  bucket,
  key,
  region: 'us-east-1',
  endpointUrl: running.origin,
  pathStyle: true,
  keys: { ...keysOf(running, 'plat-dev', permissionSet), expiresAt: later },
});

test('a state is read with the keys that are given, and a missing one is nothing', () =>
  withRunning(async (running) => {
    assert.is(await store.read(object(running, 'TerraformStateAccess')), undefined);
    const writer = s3Client(running, keysOf(running, 'plat-dev', 'TerraformApplyAccess'));
    await writer.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: '{"é": 1}' }));
    assert.is(await store.read(object(running, 'TerraformStateAccess')), '{"é": 1}');
  }));

test('who may not read it is told so', () =>
  withRunning(async (running) => {
    const problem = await problemOf(store.read(object(running, 'ReadOnlyAccess')));
    assert.is(problem.code, 'access-denied');
    assert.match(problem.message, /did not give s3:\/\/acme-core-ue1-root-tfstate\/vpc\/a-dev/);
    assert.match(String(problem.hint), /may read its state/);
  }));

test('a missing bucket is a fault, and nobody at the endpoint another; neither shows a secret', async () => {
  const missing = '<Error><Code>NoSuchBucket</Code><Message>SECRET-session-token gone</Message></Error>';
  await withServer(
    (_request, response) => response.writeHead(404, { 'content-type': 'application/xml' }).end(missing),
    async ({ target }) => {
      const problem = await problemOf(store.read({ bucket: 'b', key, pathStyle: true, ...target, keys }));
      assert.is(problem.code, 'service-error');
      assert.match(problem.message, /NoSuchBucket/);
      assert.not.match(`${problem.message} ${problem.hint}`, /SECRET/);
    },
  );
  const nowhere = { region: 'us-east-1', endpointUrl: 'http://127.0.0.1:1' };
  const problem = await problemOf(store.read({ bucket: 'b', key, pathStyle: true, ...nowhere, keys }));
  assert.is(problem.code, 'endpoint-unreachable');
});

test.run();
