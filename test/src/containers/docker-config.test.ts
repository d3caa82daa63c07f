import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { credentialHelper, withoutRegistry, withRegistry } from '../../../src/containers/docker-config.ts';
import { isProblem } from '../../../src/domain/problem.ts';

const file = '/home/dana/.docker/config.json';
const registry = '111111111102.dkr.ecr.us-east-1.amazonaws.com';
const entry = { username: 'AWS', password: 'a:b' };

test('a new config holds the password of the registry, and nothing once it is taken out', () => {
  const text = withRegistry(undefined, registry, entry, file);
  assert.equal(JSON.parse(text), { auths: { [registry]: { auth: 'QVdTOmE6Yg==' } } });
  assert.equal(JSON.parse(withoutRegistry(text, registry, file) ?? ''), { auths: {} });
  assert.is(withoutRegistry(undefined, registry, file), undefined);
});

test('the helper of a registry comes before the one for all, and an empty name is none', () => {
  const helper = (config: object) => credentialHelper(JSON.stringify(config), registry, file);
  assert.is(helper({}), undefined);
  assert.is(helper({ credsStore: 'desktop' }), 'desktop');
  assert.is(helper({ credsStore: 'desktop', credHelpers: { [registry]: 'pass' } }), 'pass');
  assert.is(helper({ credsStore: 'desktop', credHelpers: { [registry]: '' } }), undefined);
  assert.is(helper({ credHelpers: { 'gcr.io': 'gcloud' } }), undefined);
});

test('whatever else stands in a config stays, and so does the way it is indented', () => {
  const json = fc.jsonValue({ maxDepth: 2 });
  const keys = fc.string().filter((key) => !['auths', '__proto__', registry].includes(key));
  const others = fc.dictionary(keys, json, { noNullPrototype: true });
  fc.assert(
    fc.property(others, others, fc.constantFrom('\t', '  ', '    '), (foreign, signedIn, indent) => {
      const before = { ...foreign, auths: signedIn };
      const text = `${JSON.stringify(before, null, indent)}\n`;
      const after = withRegistry(text, registry, entry, file);
      assert.is(after.startsWith(`{\n${indent}"`), true);
      const { [registry]: ours, ...rest } = JSON.parse(after).auths;
      assert.equal(ours, { auth: 'QVdTOmE6Yg==' });
      assert.is(JSON.stringify({ ...JSON.parse(after), auths: rest }), JSON.stringify(before));
      assert.is(withoutRegistry(after, registry, file), text);
    }),
    { seed: 7, numRuns: 200 },
  );
});

for (const [what, text] of [
  ['what is not JSON', '{ auths: {} }'],
  ['a list', '[]'],
  ['auths that are a list', '{ "auths": [] }'],
] as const)
  test(`${what} is refused`, () => {
    for (const call of [
      () => withRegistry(text, registry, entry, file),
      () => withoutRegistry(text, registry, file),
    ])
      try {
        call();
        assert.unreachable();
      } catch (error) {
        assert.is(isProblem(error) && error.code, 'config-invalid');
      }
  });

test.run();
