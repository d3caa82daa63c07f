import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { admissionFault } from '../../../emulator/http/admission.ts';

const own = 'http://127.0.0.1:9911';
const table: [title: string, method: string, headers: Record<string, string>, status: number | undefined][] =
  [
    ['the address', 'GET', { host: '127.0.0.1:9911' }, undefined],
    ['the name localhost', 'GET', { host: 'LocalHost:9911' }, undefined],
    ['no host', 'GET', {}, 403],
    ['another port', 'GET', { host: '127.0.0.1:9912' }, 403],
    ['no port', 'GET', { host: '127.0.0.1' }, 403],
    ['a rebound name', 'GET', { host: 'evil.example:9911' }, 403],
    ['a name that begins like ours', 'GET', { host: '127.0.0.1:9911.evil.example' }, 403],
    ['two hosts', 'GET', { host: '127.0.0.1:9911, evil.example' }, 403],
    ['an SDK that posts', 'POST', { host: '127.0.0.1:9911' }, undefined],
    [
      'a form of ours',
      'POST',
      { host: '127.0.0.1:9911', origin: own, 'sec-fetch-site': 'same-origin' },
      undefined,
    ],
    [
      'a form of a page without referrer',
      'POST',
      { host: '127.0.0.1:9911', origin: 'null', 'sec-fetch-site': 'same-origin' },
      undefined,
    ],
    ['a page without origin', 'POST', { host: '127.0.0.1:9911', origin: 'null' }, 403],
    ['a page of another site', 'POST', { host: '127.0.0.1:9911', origin: 'https://evil.example' }, 403],
    ['a page at another port', 'POST', { host: '127.0.0.1:9911', origin: 'http://127.0.0.1:8080' }, 403],
    ['a request across sites', 'POST', { host: '127.0.0.1:9911', 'sec-fetch-site': 'cross-site' }, 403],
    ['a request across ports', 'DELETE', { host: '127.0.0.1:9911', 'sec-fetch-site': 'same-site' }, 403],
    ['a preflight', 'OPTIONS', { host: '127.0.0.1:9911', origin: 'https://evil.example' }, 403],
    [
      'a link from another site',
      'GET',
      { host: '127.0.0.1:9911', 'sec-fetch-site': 'cross-site' },
      undefined,
    ],
  ];
for (const [title, method, headers, status] of table)
  test(`${title} is ${status === undefined ? 'let in' : `refused with ${status}`}`, () => {
    const request = { method, rawPath: '/token', rawQuery: '', headers };
    assert.is(admissionFault(request, 9911)?.status, status);
  });

test('a request line with a whole URL is refused', () => {
  const request = {
    method: 'GET',
    rawPath: 'http://127.0.0.1:9911/',
    rawQuery: '',
    headers: { host: '127.0.0.1:9911' },
  };
  assert.is(admissionFault(request, 9911)?.status, 400);
});

test.run();
