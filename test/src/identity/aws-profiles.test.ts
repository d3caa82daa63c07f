import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profileLines, profileNames } from '../../../src/identity/aws-profiles.ts';

const profile = (identity: string, program = '/bin/kit') => ({
  identity,
  region: 'eu-west-1',
  command: [program, 'auth', 'process', '--identity', identity],
});

test('each identity gets a profile whose keys come from auth process', () => {
  const { lines, names } = profileLines(
    [{ ...profile('a/b'), endpointUrl: 'http://127.0.0.1:1' }],
    'x-',
    new Set(),
  );
  assert.equal(names, ['x-a/b']);
  assert.equal(lines, [
    '[profile x-a/b]',
    'region = eu-west-1',
    'endpoint_url = http://127.0.0.1:1',
    'credential_process = /bin/kit auth process --identity a/b',
  ]);
});

test('a name that somebody has already is left to them, and so is the second of two of one name', () => {
  const { names, taken } = profileLines(
    [profile('a b'), profile('a-b'), profile('mine')],
    '',
    new Set(['mine']),
  );
  assert.equal(names, ['a-b']);
  assert.equal(taken, ['a-b', 'mine']);
});

for (const program of ['/a #b/kit', '/a;b/kit', '/a\\b/kit', '/a\nb/kit', '/a\u007fb/kit'])
  test(`a path that the file cannot carry is refused: ${JSON.stringify(program)}`, () => {
    assert.throws(() => profileLines([profile('x', program)], '', new Set()), /cannot carry/);
  });

test('a path with blanks and quotes is quoted as a shell reads it', () => {
  const { lines } = profileLines([profile('x', "/it's here/kit")], '', new Set());
  assert.match(lines.join('\n'), /^credential_process = '\/it'"'"'s here\/kit' auth process/m);
});

test('profiles of both files are known by their sections', () => {
  const text =
    '[default]\r\n[ profile a/b ]\n  [profile "c d"]\n[sso-session corp]\n# [profile no]\n[plain]\nx = [y]\n';
  const names = profileNames(text);
  for (const name of ['default', 'a/b', 'c d', 'plain']) assert.ok(names.includes(name), name);
  assert.not.ok(names.includes('no'));
  assert.not.ok(names.includes('y'));
});

test.run();
