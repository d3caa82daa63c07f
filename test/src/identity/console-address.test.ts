import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import {
  consoleDestination,
  federationUrl,
  loginUrl,
  portalLink,
} from '../../../src/identity/console-address.ts';
import { consolePage, consoleServices } from '../../../src/identity/console-services.ts';

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

for (const [region, expected] of [
  ['us-east-1', 'https://signin.aws.amazon.com/federation'],
  ['eu-central-1', 'https://signin.aws.amazon.com/federation'],
  ['cn-north-1', 'https://signin.amazonaws.cn/federation'],
  ['us-gov-west-1', 'https://signin.amazonaws-us-gov.com/federation'],
  ['eusc-de-east-1', 'https://eusc-de-east-1.signin.amazonaws-eusc.eu/federation'],
] as const)
  test(`keys of ${region} go to ${expected}`, () => assert.is(federationUrl(region), expected));

test('an endpoint URL holds for the console as well, and keys never go to AWS past it', () => {
  assert.is(federationUrl('us-east-1', 'http://127.0.0.1:9911/'), 'http://127.0.0.1:9911/federation');
  assert.is(federationUrl('us-iso-east-1', 'http://127.0.0.1:9911'), 'http://127.0.0.1:9911/federation');
});

test('an isolated partition is refused, because nobody outside knows its address', () => {
  assert.is(problemOf(() => federationUrl('us-isob-east-1')).code, 'console-unavailable');
});

for (const [wanted, region, expected] of [
  [undefined, 'us-east-2', 'https://us-east-2.console.aws.amazon.com/console/home?region=us-east-2'],
  ['s3', 'us-east-2', 'https://us-east-2.console.aws.amazon.com/s3/home?region=us-east-2'],
  ['S3', 'cn-north-1', 'https://cn-north-1.console.amazonaws.cn/s3/home?region=cn-north-1'],
  [
    'ec2',
    'us-gov-west-1',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1',
  ],
  ['iam', 'eu-west-1', 'https://console.aws.amazon.com/iam/home'],
  ['budgets', 'eu-west-1', 'https://console.aws.amazon.com/billing/home#/budgets'],
  ['elb', 'eu-west-1', 'https://eu-west-1.console.aws.amazon.com/ec2/v2/home?region=eu-west-1#LoadBalancers'],
  [
    'https://console.aws.amazon.com/iam/home#/users',
    'eu-west-1',
    'https://console.aws.amazon.com/iam/home#/users',
  ],
  ['HTTPS://S3.Console.AWS.amazon.com/x', 'eu-west-1', 'https://s3.console.aws.amazon.com/x'],
  ['https://console.amazonaws.cn/ec2', 'cn-north-1', 'https://console.amazonaws.cn/ec2'],
] as const)
  test(`${wanted} in ${region} is ${expected}`, () =>
    assert.is(consoleDestination(wanted, region), expected));

for (const wanted of [
  'http://console.aws.amazon.com/',
  'https://console.amazonaws.cn/ec2',
  'https://evil.example/',
  'https://console.aws.amazon.com.evil.example/',
  'https://evilconsole.aws.amazon.com/',
  'https://console.aws.amazon.com@evil.example/',
  'https://me@console.aws.amazon.com/',
  'https://console.aws.amazon.com:8443/',
  'https://signin.aws.amazon.com/oauth',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'https://',
])
  test(`${wanted} is no page of the console`, () => {
    const problem = problemOf(() => consoleDestination(wanted, 'eu-west-1'));
    assert.is(problem.code, 'usage');
    assert.match(problem.hint ?? '', 'https://console.aws.amazon.com/');
  });

test('a service that there is not is told with the nearest one, and without control characters', () => {
  assert.match(problemOf(() => consoleDestination('lamda', 'eu-west-1')).message, 'Did you mean "lambda"?');
  assert.match(problemOf(() => consoleDestination('cloudwach', 'eu-west-1')).message, '"cloudwatch"');
  const odd = problemOf(() => consoleDestination('\x1b]0;x\x07toString', 'eu-west-1')).message;
  assert.not.match(odd, /[\x00-\x1f]|Did you mean/);
  for (const name of ['constructor', '__proto__', 'toString'])
    assert.is(problemOf(() => consoleDestination(name, 'eu-west-1')).code, 'usage', name);
});

test('there are about a hundred services, each with a page of its own', () => {
  assert.ok(consoleServices.length >= 100, String(consoleServices.length));
  assert.equal([...consoleServices].sort(), consoleServices);
  for (const name of consoleServices) assert.ok(consolePage(name), name);
  assert.equal(consolePage('step-functions'), { path: 'states/home', fragment: '', regional: true });
});

test('what stands in the address of the sign-in cannot break out of its place', () => {
  const destination = 'https://console.aws.amazon.com/iam/home?a=b&SigninToken=mine#/x';
  const url = new URL(
    loginUrl('https://signin.aws.amazon.com/federation', {
      issuer: 'a&b=c',
      destination,
      signinToken: 't+/=&x',
    }),
  );
  assert.equal(
    [...url.searchParams],
    [
      ['Action', 'login'],
      ['Issuer', 'a&b=c'],
      ['Destination', destination],
      ['SigninToken', 't+/=&x'],
    ],
  );
});

test('a link of the portal names the account, the permission set and the page', () => {
  const role = { accountId: '222222222202', permissionSet: 'PowerUserAccess' };
  const link = 'https://acme.awsapps.com/start/#/console?account_id=222222222202&role_name=PowerUserAccess';
  for (const start of ['start', 'start/', 'start#/', 'start/#/'])
    assert.is(portalLink(`https://acme.awsapps.com/${start}`, role), link);
  const page = 'https://console.aws.amazon.com/iam/home';
  assert.is(
    portalLink('https://acme.awsapps.com/start', role, page),
    `${link}&destination=${encodeURIComponent(page)}`,
  );
});

test.run();
