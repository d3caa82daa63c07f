import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Component } from '../../../src/domain/component.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Plain } from '../../../src/domain/value.ts';
import { statePlace } from '../../../src/terraform/state-place.ts';
import { componentOf, mapOf } from './project.ts';

type Settings = { readonly [key: string]: Plain };

const place = (backendType: string, backend: Settings, workspace = 'a-dev') =>
  statePlace(
    componentOf({ backendType, backend: mapOf(backend), workspace } as Partial<Component>),
    '/p/vpc',
  );

const files: readonly (readonly [what: string, backend: Settings, workspace: string, path: string])[] = [
  ['nothing said', {}, 'a-dev', '/p/vpc/terraform.tfstate.d/a-dev/terraform.tfstate'],
  ['no workspace', {}, 'default', '/p/vpc/terraform.tfstate'],
  ['a path of its own', { path: 'x/y.tfstate' }, 'default', '/p/vpc/x/y.tfstate'],
  [
    'a path of its own and a workspace',
    { path: 'x/y.tfstate' },
    'w',
    '/p/vpc/terraform.tfstate.d/w/terraform.tfstate',
  ],
  ['another folder of workspaces', { workspace_dir: '/states' }, 'w', '/states/w/terraform.tfstate'],
];
for (const [what, backend, workspace, path] of files)
  test(`a local state with ${what}`, () => {
    const found = place('local', backend, workspace);
    assert.is(found.type === 'local' && found.path, path);
  });

const s3 = { bucket: 'b', key: 'k.tfstate' };
const keys: readonly (readonly [backend: Settings, workspace: string, key: string])[] = [
  [s3, 'a-dev', 'env:/a-dev/k.tfstate'],
  [{ ...s3, workspace_key_prefix: 'vpc' }, 'a-dev', 'vpc/a-dev/k.tfstate'],
  [{ ...s3, workspace_key_prefix: 'vpc' }, 'default', 'k.tfstate'],
];
for (const [backend, workspace, key] of keys)
  test(`${key} is the key in workspace ${workspace}`, () => {
    const found = place('s3', backend, workspace);
    assert.is(found.type === 's3' && found.key, key);
  });

const settings: readonly (readonly [backend: Settings, found: object])[] = [
  [{}, { pathStyle: false, roles: [] }],
  [{ use_path_style: true }, { pathStyle: true }],
  [{ force_path_style: 'true' }, { pathStyle: true }],
  [{ region: 'eu-west-1' }, { region: 'eu-west-1' }],
  [{ endpoints: { s3: 'http://127.0.0.1:1' } }, { endpointUrl: 'http://127.0.0.1:1' }],
  [{ endpoint: 'http://127.0.0.1:2' }, { endpointUrl: 'http://127.0.0.1:2' }],
  [{ role_arn: 'arn:a', external_id: 'e' }, { roles: [{ roleArn: 'arn:a', externalId: 'e' }] }],
  [
    { assume_role: { role_arn: 'arn:b', session_name: 's' } },
    { roles: [{ roleArn: 'arn:b', sessionName: 's' }] },
  ],
  [{ profile: null, access_key: '' }, { roles: [] }],
];
for (const [backend, wanted] of settings)
  test(`${JSON.stringify(backend)} of s3 is followed`, () => {
    const found = place('s3', { ...s3, ...backend }) as unknown as Record<string, unknown>;
    for (const [name, value] of Object.entries(wanted)) assert.equal(found[name], value, name);
  });

const refused: readonly (readonly [type: string, backend: Settings, code: string, word: RegExp])[] = [
  ['azurerm', {}, 'construct-not-supported', /vpc in acme-dev .*azurerm/],
  ['gcs', {}, 'construct-not-supported', /gcs/],
  ['http', {}, 'construct-not-supported', /http/],
  ['s3', { ...s3, profile: 'x' }, 'construct-not-supported', /profile/],
  ['s3', { ...s3, sse_customer_key: 'x' }, 'construct-not-supported', /sse_customer_key/],
  ['s3', { key: 'k' }, 'stack-invalid', /no bucket/],
  ['s3', { bucket: 'b' }, 'stack-invalid', /no key/],
];
for (const [type, backend, code, word] of refused)
  test(`${type} with ${JSON.stringify(backend)} is refused where it stands`, () => {
    try {
      place(type, backend);
      assert.unreachable();
    } catch (error) {
      if (!isProblem(error)) throw error;
      assert.equal([error.code, error.at?.line], [code, 3]);
      assert.match(error.message, word);
    }
  });

test.run();
