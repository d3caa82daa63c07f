import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { matchesRedirectUri, redirectTo, redirectUriFault } from '../../../emulator/oidc/redirect-uri.ts';

const registrable: [uri: string, fault: RegExp | undefined][] = [
  ['http://127.0.0.1/oauth/callback', undefined],
  ['http://[::1]:8080/cb', undefined],
  ['http://localhost:1/cb', undefined],
  ['https://app.example/cb', undefined],
  ['http://app.example/cb', /loopback/],
  ['http://127.0.0.1.evil.example/cb', /loopback/],
  ['http://127.0.0.1/cb#part', /fragment/],
  ['http://127.0.0.1/cb#', /fragment/],
  ['http://me@127.0.0.1/cb', /user name/],
  ['javascript:alert(1)', /http or https/],
  ['/cb', /not a URI/],
];
for (const [uri, fault] of registrable)
  test(`${uri} ${fault === undefined ? 'may' : 'may not'} be registered`, () => {
    if (fault === undefined) assert.is(redirectUriFault(uri), undefined);
    else assert.match(redirectUriFault(uri) ?? '', fault);
  });

const requests: [registered: string, requested: string, same: boolean][] = [
  ['http://127.0.0.1/cb', 'http://127.0.0.1:43210/cb', true],
  ['http://127.0.0.1:1/cb', 'http://127.0.0.1/cb', true],
  ['http://[::1]/cb', 'http://[::1]:43210/cb', true],
  ['http://127.0.0.1/cb', 'http://127.0.0.1:43210/other', false],
  ['http://127.0.0.1/cb', 'http://127.0.0.1:43210/cb?x=1', false],
  ['http://127.0.0.1/cb', 'https://127.0.0.1:43210/cb', false],
  ['http://127.0.0.1/cb', 'http://[::1]:43210/cb', false],
  ['http://127.0.0.1/cb', 'http://localhost:43210/cb', false],
  ['http://127.0.0.1/cb', 'http://127.0.0.1@evil.example/cb', false],
  ['http://127.0.0.1/cb', 'not a uri', false],
  ['http://localhost:80/cb', 'http://localhost/cb', true],
  ['http://localhost:1/cb', 'http://localhost:2/cb', false],
  ['https://app.example/cb', 'https://app.example:444/cb', false],
];
for (const [registered, requested, same] of requests)
  test(`${requested} is ${same ? '' : 'not '}${registered}`, () => {
    assert.is(matchesRedirectUri(registered, requested), same);
  });

test('an answer is added to the query that is there', () => {
  assert.is(
    redirectTo('http://127.0.0.1:5/cb?a=1', { code: 'x/+=', state: undefined, error: '' }),
    'http://127.0.0.1:5/cb?a=1&code=x%2F%2B%3D&error=',
  );
});

test.run();
