import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { SignInTarget } from '../../../../src/domain/chain.ts';
import type { SignIn } from '../../../../src/domain/session.ts';
import { sharing } from '../../../../src/edge/sharing/sharing.ts';

const target: SignInTarget = {
  kind: 'aws/iam-identity-center',
  provider: 'sso',
  startUrl: 'https://acme.awsapps.com/start',
  region: 'us-east-1',
  scopes: ['sso:account:access'],
};
const signIn: SignIn = {
  accessToken: 'the-access-token',
  expiresAt: new Date('2031-08-21T12:34:56.120Z'),
  refreshToken: 'the-refresh-token',
  client: { clientId: 'the-client', clientSecret: 'a<b&c', expiresAt: new Date('2031-10-01T00:00:00.000Z') },
  signedInAt: new Date(),
};

const home = (): string => mkdtempSync(join(tmpdir(), 'sharing-'));
const only = (folder: string): string => {
  const names = readdirSync(folder);
  assert.is(names.length, 1, names.join());
  return join(folder, names[0] as string);
};

test("Atmos's session file: its name, its JSON, for this person alone", () => {
  const HOME = home();
  sharing({ HOME }).write(target, 'atmos', signIn);
  const file = only(join(HOME, '.cache/atmos/aws-sso/sessions'));
  assert.ok(file.endsWith('/79bd718a482a3c0ed2e0def5930c30370ed00695.json'), file);
  assert.is(
    readFileSync(file, 'utf8'),
    `{
  "accessToken": "the-access-token",
  "expiresAt": "2031-08-21T12:34:56.12Z",
  "region": "us-east-1",
  "startUrl": "https://acme.awsapps.com/start",
  "refreshToken": "the-refresh-token",
  "clientId": "the-client",
  "clientSecret": "a\\u003cb\\u0026c",
  "registrationExpiresAt": "2031-10-01T00:00:00Z"
}`,
  );
  assert.is(statSync(file).mode & 0o777, 0o600);
  assert.is(statSync(join(file, '..')).mode & 0o777, 0o700);
});

test("the AWS CLI's cache: its name, its JSON, for this person alone", () => {
  const HOME = home();
  sharing({ HOME }).write(target, 'aws', signIn);
  const file = only(join(HOME, '.aws/sso/cache'));
  assert.ok(file.endsWith('/40169cea58ca6cbf23fb27b2542923fb5f524af0.json'), file);
  assert.is(
    readFileSync(file, 'utf8'),
    '{"startUrl": "https://acme.awsapps.com/start", "region": "us-east-1", "accessToken": "the-access-token", ' +
      '"expiresAt": "2031-08-21T12:34:56Z", "clientId": "the-client", "clientSecret": "a<b&c", ' +
      '"registrationExpiresAt": "2031-10-01T00:00:00Z", "refreshToken": "the-refresh-token"}',
  );
  assert.is(statSync(file).mode & 0o777, 0o600);
  assert.is(statSync(join(file, '..')).mode & 0o777, 0o700);
});

test("a named sso-session's file goes on with the new tokens, and nobody else's is touched", () => {
  const HOME = home();
  const cache = join(HOME, '.aws/sso/cache');
  mkdirSync(cache, { recursive: true });
  const named = join(cache, `${'a'.repeat(40)}.json`);
  const other = join(cache, `${'b'.repeat(40)}.json`);
  const registration = join(cache, `${'c'.repeat(40)}.json`);
  const old = {
    startUrl: target.startUrl,
    region: 'us-east-1',
    accessToken: 'old',
    expiresAt: '2020-01-01T00:00:00UTC',
  };
  writeFileSync(named, JSON.stringify(old));
  writeFileSync(other, JSON.stringify({ ...old, region: 'eu-west-1' }));
  writeFileSync(
    registration,
    JSON.stringify({ clientId: 'x', clientSecret: 'y', expiresAt: '2031-01-01T00:00:00Z' }),
  );
  sharing({ HOME }).write(target, 'aws', signIn);
  assert.match(readFileSync(named, 'utf8'), 'the-access-token');
  assert.match(readFileSync(other, 'utf8'), '"old"');
  assert.not.match(readFileSync(registration, 'utf8'), 'accessToken');
  assert.is(readdirSync(cache).length, 4);
});

test('what was written is read back, and the one that lasts longest counts', () => {
  const HOME = home();
  const share = sharing({ HOME });
  assert.is(share.read(target), undefined);
  share.write(target, 'atmos', signIn);
  const later = { ...signIn, accessToken: 'later', expiresAt: new Date('2032-01-01T00:00:00Z') };
  share.write(target, 'aws', later);
  const found = share.read(target);
  assert.is(found?.of, 'aws');
  const { client, signedInAt: _, ...rest } = (found as NonNullable<typeof found>).signIn;
  const { client: written, signedInAt: __, ...expected } = later;
  assert.equal(rest, expected);
  assert.equal(client, { ...written, foreign: true });
  share.forget(target, 'later');
  assert.is(share.read(target)?.of, 'atmos');
  share.forget(target, 'another');
  assert.is(share.read(target)?.signIn.accessToken, 'the-access-token');
});

test('a torn file, another portal and another region are misses', () => {
  const HOME = home();
  const share = sharing({ HOME });
  share.write(target, 'atmos', signIn);
  assert.is(share.read({ ...target, region: 'eu-west-1' }), undefined);
  assert.is(share.read({ ...target, startUrl: 'https://other.awsapps.com/start' }), undefined);
  const file = only(join(HOME, '.cache/atmos/aws-sso/sessions'));
  const text = readFileSync(file, 'utf8');
  for (const torn of [
    text.slice(0, 100),
    '',
    'null',
    '[]',
    '{"accessToken": 1}',
    text.replace('2031-08', 'soon'),
  ]) {
    writeFileSync(file, torn);
    assert.is(share.read(target), undefined, torn);
  }
});

test('behind an endpoint URL nothing is read, written or forgotten', () => {
  const HOME = home();
  const share = sharing({ HOME });
  share.write(target, 'atmos', signIn);
  const local = { ...target, endpointUrl: 'http://127.0.0.1:9911' };
  assert.is(share.read(local), undefined);
  share.write({ ...local, startUrl: 'https://local.awsapps.com/start' }, 'atmos', signIn);
  share.write(local, 'aws', signIn);
  share.forget(local, signIn.accessToken);
  only(join(HOME, '.cache/atmos/aws-sso/sessions'));
  assert.equal(readdirSync(HOME), ['.cache']);
});

test('ATMOS_XDG_CACHE_HOME outranks XDG_CACHE_HOME, and without a home there is nothing to share', () => {
  const [HOME, XDG_CACHE_HOME, ATMOS_XDG_CACHE_HOME] = [home(), home(), home()];
  sharing({ HOME, XDG_CACHE_HOME }).write(target, 'atmos', signIn);
  only(join(XDG_CACHE_HOME, 'atmos/aws-sso/sessions'));
  sharing({ HOME, XDG_CACHE_HOME, ATMOS_XDG_CACHE_HOME }).write(target, 'atmos', signIn);
  only(join(ATMOS_XDG_CACHE_HOME, 'atmos/aws-sso/sessions'));
  assert.is(sharing({}).read(target), undefined);
  sharing({}).write(target, 'aws', signIn);
});

test.run();
