import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProject } from '../../../src/config/load-project.ts';
import { toPlain } from '../../../src/domain/value.ts';
import { diskFiles } from '../../../src/edge/disk-files.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { listStacks } from '../../../src/stacks/list-stacks.ts';
import { identities, root, stacks } from '../../acme/project.ts';

const open = (profile: string) => {
  const world = {
    files: diskFiles(),
    environment: processEnvironment({ HOME: '/nonexistent', ATMOS_PROFILE: profile }),
  };
  return { world, project: loadProject(world, { cwd: root }) };
};
const { world, project } = open('developers,local');
const recorded = stacks();

test('the stacks and components of acme are those that the plainest reading finds', () => {
  const { stacks: found, faults } = listStacks(world, project);
  assert.equal(faults, []);
  const flat = (list: typeof recorded | typeof found) =>
    list
      .flatMap(({ name, components }) =>
        [...components].map(
          (component) => `${name} ${component.name} ${component.abstract} ${component.folder}`,
        ),
      )
      .sort();
  assert.equal(flat(found), flat(recorded));
});

for (const stack of recorded)
  test(`every component of ${stack.name} comes out as the plainest reading has it`, () => {
    for (const expected of stack.components) {
      const found = findComponent(world, project, { component: expected.name, stack: stack.name });
      assert.equal(toPlain(found.vars), expected.vars, expected.name);
      assert.is(found.folder, expected.folder);
      assert.is(found.abstract, expected.abstract);
      assert.is(found.backendType, 's3');
      const prefix = expected.folder.replaceAll('/', '-');
      assert.equal(toPlain(found.backend), { ...stack.backend, workspace_key_prefix: prefix });
      const own = expected.name === expected.folder ? '' : `-${expected.name.replaceAll('/', '-')}`;
      assert.is(found.workspace, `${stack.name}${own}`);
      const defaults = found.identityDefaults.filter(({ value }) => value).map(({ identity }) => identity);
      assert.equal(defaults, stack.defaults);
      for (const { at, layer } of found.identityDefaults) {
        assert.match(at.file, /_defaults\.yaml$/);
        assert.ok((at.line ?? 0) > 0);
        assert.is(layer, 'import');
      }
    }
  });

for (const team of ['developers', 'devops', 'managers'])
  test(`the identities of ${team} are those of its files, each with its place`, () => {
    const { auth, identityDefaults, realm } = open(team).project;
    const expected = identities(team);
    const found = auth.entries.get('identities');
    assert.equal(
      found && toPlain(found),
      Object.fromEntries(expected.map(({ name, definition }) => [name, definition])),
    );
    for (const { name, file } of expected) {
      const entry = found?.type === 'map' ? found.entries.get(name) : undefined;
      assert.is(entry?.at.file, `${root}/${file}`);
    }
    assert.equal(identityDefaults, []);
    assert.is(realm, 'acme');
  });

test('the local profile only moves the provider to the emulator', () => {
  const providers = (profile: string) =>
    toPlain(open(profile).project.auth.entries.get('providers') as never);
  const sso = {
    kind: 'aws/iam-identity-center',
    start_url: 'https://acme.awsapps.com/start',
    region: 'us-east-1',
  };
  assert.equal(providers('developers'), { sso });
  assert.equal(providers('developers,local'), {
    sso: { ...sso, spec: { endpoint_url: 'http://127.0.0.1:9911' } },
  });
});

test.run();
