import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isLoopback, originOf } from '../../../../src/edge/aws/target.ts';

for (const [region, origin] of [
  ['us-east-1', 'https://oidc.us-east-1.amazonaws.com'],
  ['us-gov-west-1', 'https://oidc.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'https://oidc.cn-north-1.amazonaws.com.cn'],
  ['eusc-de-east-1', 'https://oidc.eusc-de-east-1.amazonaws.eu'],
] as const)
  test(`the OIDC service of ${region} is ${origin}`, () => assert.is(originOf({ region }, 'oidc'), origin));

test('an endpoint of its own goes before the region, without a slash at its end', () => {
  const target = { region: 'cn-north-1', endpointUrl: 'http://127.0.0.1:9911//' };
  assert.is(originOf(target, 'sts'), 'http://127.0.0.1:9911');
});

for (const [endpointUrl, answer] of [
  ['http://127.0.0.1:9911', true],
  ['http://localhost:9911/', true],
  ['http://[::1]:9911', true],
  ['https://127.0.0.1.example.com', false],
  ['https://sso.example.com', false],
  ['nonsense', false],
] as const)
  test(`${endpointUrl} is ${answer ? '' : 'not '}on this machine`, () =>
    assert.is(isLoopback({ region: 'us-east-1', endpointUrl }), answer));

test('a region is not on this machine', () => assert.is(isLoopback({ region: 'us-east-1' }), false));

test.run();
