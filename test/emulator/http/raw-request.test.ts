import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RawRequest } from '../../../emulator/contract.ts';
import { readRawRequest } from '../../../emulator/http/raw-request.ts';

/** Sends bytes as they are and returns what the server made of them, or the name of its complaint. */
async function read(bytes: string): Promise<RawRequest | string> {
  let result: RawRequest | string = 'nothing';
  const server = createServer((incoming, outgoing) => {
    readRawRequest(incoming)
      .then(
        (request) => {
          result = request;
        },
        (error: Error) => {
          result = error.name;
        },
      )
      .finally(() => outgoing.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(bytes));
    socket.on('close', resolve);
    socket.resume();
  });
  await new Promise((resolve) => server.close(resolve));
  return result;
}

test('path and query stay as they stood on the wire', async () => {
  const lines: [target: string, rawPath: string, rawQuery: string][] = [
    ['/b/a/../c//d/%2e%2e/e%3Af%20g+h?x=%2F&&y&X=a?b', '/b/a/../c//d/%2e%2e/e%3Af%20g+h', 'x=%2F&&y&X=a?b'],
    ['//double/./dot/?', '//double/./dot/', ''],
    ['/plain', '/plain', ''],
  ];
  for (const [target, rawPath, rawQuery] of lines) {
    const request = await read(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    assert.is((request as RawRequest).rawPath, rawPath);
    assert.is((request as RawRequest).rawQuery, rawQuery);
  }
});

test('a header that stands there twice is joined, and names are in lower case', async () => {
  const request = (await read(
    'POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Meta: a\r\nx-amz-meta:  b \r\nContent-Type: one\r\ncontent-type: two\r\ncontent-length: 3\r\nconnection: close\r\n\r\nabc',
  )) as RawRequest;
  assert.is(request.headers['x-amz-meta'], 'a, b');
  assert.is(request.headers['content-type'], 'one, two');
  assert.is(request.body.toString(), 'abc');
});

test('a header cannot reach what JavaScript objects inherit', async () => {
  const request = (await read(
    'GET / HTTP/1.1\r\nhost: x\r\n__proto__: y\r\nconnection: close\r\n\r\n',
  )) as RawRequest;
  assert.ok(Object.entries(request.headers).some(([name, value]) => name === '__proto__' && value === 'y'));
  assert.is(request.headers['toString'], undefined);
});

test('a body that comes in chunks is put together', async () => {
  const request = (await read(
    'PUT /k HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
  )) as RawRequest;
  assert.is(request.body.toString(), 'abcde');
});

test('a body of more than 64 MiB is refused after it was read', async () => {
  const size = 64 * 1024 * 1024 + 1;
  const head = `PUT /k HTTP/1.1\r\nhost: x\r\ncontent-length: ${size}\r\nconnection: close\r\n\r\n`;
  assert.is(await read(head + 'x'.repeat(size)), 'BodyTooLarge');
});

test.run();
