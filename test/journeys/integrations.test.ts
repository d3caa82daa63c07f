/** What a login does beside the sign-in (`auth.integrations`), and what a logout takes away again. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { type Desk, withDesk } from './desk.ts';

const cluster = 'acme-plat-ue1-dev-eks-cluster';
const registry = '222222222202.dkr.ecr.us-east-1.amazonaws.com';
const kubeconfig = (desk: Desk) => join(desk.home, '.config', 'atmos', 'kube', 'config');
const docker = (desk: Desk) => join(desk.home, '.docker', 'config.json');

const integration = (name: string, kind: string, spec: string, via = 'identity: plat-dev/terraform') =>
  `    ${name}:\n      kind: ${kind}\n      via: { ${via} }\n      spec: ${spec}\n`;

const write = (desk: Desk, ...entries: readonly string[]) =>
  desk.write('profiles/local/integrations.yaml', `auth:\n  integrations:\n${entries.join('')}`);

test('a login puts clusters and registries in place, and a logout takes them away', () =>
  withDesk(async (desk) => {
    const own = join(desk.folder, 'own.yaml');
    write(
      desk,
      integration('dev/eks', 'aws/eks', `{ cluster: { name: ${cluster}, region: us-east-1, alias: dev } }`),
      integration('dev/ecr', 'aws/ecr', '{ registry: { account_id: "222222222202", region: us-east-1 } }'),
      integration('gone', 'aws/eks', '{ cluster: { name: nothing } }'),
      integration('azure', 'azure/aks', '{ cluster: { name: a } }'),
      integration(
        'manual',
        'aws/eks',
        `{ auto_provision: false, cluster: { name: ${cluster}, kubeconfig: { path: ${own}, mode: "0640" } } }`,
      ),
      integration('public', 'aws/ecr-public', '{}', 'provider: sso'),
    );
    const first = await desk.signIn();
    assert.is(first.exitCode, 0, first.stderr);
    assert.match(first.stderr, /^dev\/eks: the context dev is in .*\/\.config\/atmos\/kube\/config\.$/m);
    assert.match(first.stderr, new RegExp(`^dev/ecr: Docker is signed in at ${registry} until`, 'm'));
    assert.match(first.stderr, /^gone: Warning: .*There is no cluster nothing in us-east-1/m);
    assert.match(first.stderr, /^azure: Warning: .*is of kind azure\/aks, which atmos-kit cannot use/m);
    assert.match(first.stderr, /^public: Warning: .*no identity is named/m);
    assert.not.match(first.stderr, /manual/);
    const { contexts, users } = parse(readFileSync(kubeconfig(desk), 'utf8'));
    assert.is(contexts[0].name, 'dev');
    assert.ok(users[0].user.exec.args.join(' ').includes('aws eks token'));
    assert.is(statSync(kubeconfig(desk)).mode & 0o777, 0o600);
    assert.equal(Object.keys(JSON.parse(readFileSync(docker(desk), 'utf8')).auths), [registry]);

    const again = await desk.kit('auth login');
    assert.is(again.exitCode, 0, again.stderr);
    assert.not.match(again.stderr, /^dev\/eks:/m);
    const reader = await desk.kit('auth login -i plat-dev/ReadOnlyAccess');
    assert.match(reader.stderr, /^public: Docker is signed in at public\.ecr\.aws/m);
    assert.not.match(reader.stderr, /dev\/e/);

    const named = await desk.kit('aws eks update-kubeconfig --integration MANUAL');
    assert.is(named.exitCode, 0, named.stderr);
    assert.is(statSync(own).mode & 0o777, 0o640);
    assert.match((await desk.kit('aws ecr login dev/ecr')).stderr, /^dev\/ecr: Docker is signed in at/);
    for (const [words, says] of [
      ['aws ecr login dev/eks', /is of kind aws\/eks, which is about no registry/],
      ['aws ecr login nothing', /There is no integration "nothing" here\.\n.*dev\/eks, dev\/ecr/],
      ['aws eks update-kubeconfig --integration azure', /is of kind azure\/aks/],
      ['aws eks update-kubeconfig --integration gone', /There is no cluster nothing/],
    ] as const) {
      const { exitCode, stderr } = await desk.kit(words);
      assert.is(exitCode, 1, words);
      assert.match(stderr, says, words);
    }

    const rehearsed = await desk.kit('auth logout --dry-run');
    assert.match(rehearsed.stderr, /Would clear what these integrations have made: dev\/eks, dev\/ecr/);
    assert.ok(existsSync(kubeconfig(desk)));
    const out = await desk.kit('auth logout plat-dev/terraform');
    assert.match(out.stderr, /^dev\/eks: the context dev was taken out/m);
    assert.match(out.stderr, new RegExp(`^dev/ecr: Docker is signed out of ${registry}`, 'm'));
    assert.not.ok(existsSync(kubeconfig(desk)));
    assert.equal(Object.keys(JSON.parse(readFileSync(docker(desk), 'utf8')).auths), ['public.ecr.aws']);
    rmSync(docker(desk));
  }));

test('a kubeconfig and a config of Docker that cannot be changed stop no login', () =>
  withDesk(async (desk) => {
    write(
      desk,
      integration('dev/eks', 'aws/eks', `{ cluster: { name: ${cluster} } }`),
      integration('dev/ecr', 'aws/ecr', '{}'),
    );
    mkdirSync(join(kubeconfig(desk), '..'), { recursive: true });
    writeFileSync(kubeconfig(desk), 'clusters: [');
    mkdirSync(docker(desk), { recursive: true });
    const { exitCode, stderr } = await desk.signIn();
    assert.is(exitCode, 0);
    assert.match(stderr, /^dev\/eks: Warning: .*is not valid YAML, so it is left as it is/m);
    assert.match(stderr, /^dev\/ecr: Warning: .*is a folder/m);
    assert.is(readFileSync(kubeconfig(desk), 'utf8'), 'clusters: [');
  }));

test('auth validate tells what is wrong with them', () =>
  withDesk(async (desk) => {
    write(
      desk,
      integration('one', 'aws/eks', '{ cluster: { kubeconfig: { mode: "999", update: never } } }'),
      integration('two', 'aws/elf', '{}'),
      integration('three', 'aws/ecr', '{ registri: {} }', 'identity: plat-dve/terraform'),
    );
    const { exitCode, stdout, stderr } = await desk.kit('auth validate');
    assert.is(exitCode, 1);
    for (const says of [
      /The integration "one" has no spec\.cluster\.name/,
      /spec\.cluster\.kubeconfig\.mode of integration "one" is no mode of a file: 999/,
      /spec\.cluster\.kubeconfig\.update of integration "one" is "never"/,
      /The integration "two" is of an unknown kind aws\/elf/,
      /spec of integration "three" has a key "registri"/,
      /The integration "three" is for the identity "plat-dve\/terraform", which is not defined\.\n.*Did you mean plat-dev\/terraform\?/,
    ])
      assert.match(stdout + stderr, says);
  }));

test.run();
