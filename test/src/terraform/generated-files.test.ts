import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Plain } from '../../../src/domain/value.ts';
import { backendFile, providersFile, requirementsFile } from '../../../src/terraform/generated-files.ts';
import { componentOf, mapOf } from './project.ts';

const content = (file: { readonly content: string } | undefined) => JSON.parse(file?.content ?? 'null');

const aliases: readonly (readonly [about: string, providers: { [key: string]: Plain }, folded: unknown])[] = [
  ['no alias', { aws: { a: 1 }, null: {} }, { aws: { a: 1 }, null: {} }],
  ['one alias', { 'aws.b': { a: 2 }, aws: { a: 1 } }, { aws: [{ a: 1 }, { a: 2, alias: 'b' }] }],
  ['an alias of its own', { aws: {}, 'aws.b': { alias: 'c' } }, { aws: [{}, { alias: 'c' }] }],
  ['aliases by name', { 'aws.c': {}, 'aws.b': {} }, { aws: [{ alias: 'b' }, { alias: 'c' }] }],
  ['a dot in the alias', { 'aws.b.c': {} }, { aws: [{ alias: 'b.c' }] }],
  ['two providers', { 'x.a': {}, y: {}, x: {} }, { x: [{}, { alias: 'a' }], y: {} }],
  ['a dot in front', { '.aws': {} }, { '.aws': {} }],
  ['a list already', { aws: [{ a: 1 }], 'aws.b': {} }, { aws: [{ a: 1 }, { alias: 'b' }] }],
];

for (const [about, providers, folded] of aliases) {
  test(`providers with ${about}`, () => {
    const file = providersFile(componentOf({ providers: mapOf(providers) }), '/f');
    assert.equal(content(file), { provider: folded });
  });
}

test('no providers, no file', () => assert.is(providersFile(componentOf(), '/f'), undefined));

test('a workspace stands in for its token anywhere in a cloud section, and nowhere in others', () => {
  const backend = mapOf({
    a: '{terraform_workspace}-{terraform_workspace}',
    b: [{ c: '{terraform_workspace}' }, 1],
  });
  assert.equal(content(backendFile(componentOf({ backendType: 'cloud', backend }), '/f')), {
    terraform: { cloud: { a: 'acme-dev-acme-dev', b: [{ c: 'acme-dev' }, 1] } },
  });
  assert.equal(
    content(backendFile(componentOf({ backendType: 'remote', backend }), '/f')).terraform.backend.remote.b,
    [{ c: '{terraform_workspace}' }, 1],
  );
});

test('the backend file is as Atmos writes it, to the byte', () => {
  const backend = mapOf({ key: 'k', bucket: 'b', role_arn: null });
  assert.is(
    backendFile(componentOf({ backend }), '/f').content,
    '{\n  "terraform": {\n    "backend": {\n      "s3": {\n        "bucket": "b",\n        "key": "k",\n        "role_arn": null\n      }\n    }\n  }\n}',
  );
});

test('required version and providers stand in one file, each alone if it is alone', () => {
  const requiredProviders = mapOf({ aws: { source: 'x/aws' } });
  const read = (more: object) => content(requirementsFile(componentOf(more), '/f'));
  assert.equal(read({ requiredVersion: '>= 1.5' }), { terraform: { required_version: '>= 1.5' } });
  assert.equal(read({ requiredProviders }), {
    terraform: { required_providers: { aws: { source: 'x/aws' } } },
  });
  assert.is(read({ requiredProviders: mapOf({}) }), null);
});

test.run();
