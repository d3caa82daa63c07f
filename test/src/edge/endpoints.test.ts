import { type AddressInfo, createServer } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { endpoints } from '../../../src/edge/endpoints.ts';

const portOf = (server: ReturnType<typeof createServer>) => (server.address() as AddressInfo).port;

test('an origin answers while something listens there, and nothing is sent to it', async () => {
  let received = 0;
  const server = createServer((socket) => socket.on('data', (data) => (received += data.length)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${portOf(server)}`;
  assert.is(await endpoints().answers(origin, 5000), true);
  assert.is(await endpoints().answers(`${origin}/with/a/path`, 5000), true);
  await new Promise((resolve) => server.close(resolve));
  assert.is(received, 0);
  assert.is(await endpoints().answers(origin, 5000), false);
});

test('what is not a URL does not answer', async () => {
  assert.is(await endpoints().answers('nonsense', 1000), false);
});

test('a connection that is not taken in time is no answer', async () => {
  // The queue of a listener that accepts nobody fills up; later connections hang.
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, resolve));
  const origin = `http://127.0.0.1:${portOf(server)}`;
  assert.type(await endpoints().answers(origin, 1), 'boolean');
  server.close();
});

test.run();
