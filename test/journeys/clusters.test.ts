/** Kubernetes clusters, with the real kubectl at an API server that does the call which a token holds. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { type Desk, withDesk } from './desk.ts';
import { kubectl, withKubectl } from './kubectl.ts';
import { oneDesk } from './one-desk.ts';

const atDesk = oneDesk();
const cluster = 'acme-plat-ue1-dev-eks-cluster';
const arn = `arn:aws:eks:us-east-1:222222222202:cluster/${cluster}`;
const mine = ['--cluster-name', cluster, '-i', 'plat-dev/terraform'];

const kubeconfig = (desk: Desk) => join(desk.home, '.kube', 'config');
const fresh = (desk: Desk) => rmSync(join(desk.home, '.kube'), { recursive: true, force: true });
const update = (desk: Desk, ...words: string[]) =>
  desk.kit(['aws', 'eks', 'update-kubeconfig', ...mine, ...words]);
const token = (desk: Desk, words: readonly string[], options = {}) =>
  desk.kit(['aws', 'eks', 'token', '--cluster-name', cluster, ...words], options);

test('a token is one ExecCredential, kept encrypted until its end, in the version that kubectl asks for', async () => {
  const desk = atDesk();
  const words = ['-i', 'plat-dev/terraform'];
  const first = await token(
    desk,
    words.map((word) => (word === '-i' ? '--identity' : word)),
  );
  assert.is(first.exitCode, 0, first.stderr);
  const { apiVersion, kind, spec, status } = JSON.parse(first.stdout);
  assert.equal([apiVersion, kind, spec], ['client.authentication.k8s.io/v1beta1', 'ExecCredential', {}]);
  assert.match(status.expirationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const minutes = (Date.parse(status.expirationTimestamp) - Date.now()) / 60_000;
  assert.ok(minutes > 12 && minutes <= 14, `${minutes}`);
  assert.match(status.token, /^k8s-aws-v1\.[\w-]+$/);
  const again = await token(desk, words, {
    variables: {
      KUBERNETES_EXEC_INFO:
        '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{}}',
    },
  });
  assert.is(JSON.parse(again.stdout).status.token, status.token);
  assert.is(JSON.parse(again.stdout).apiVersion, 'client.authentication.k8s.io/v1');
  const sessions = join(desk.home, '.local', 'share', 'atmos-kit', 'sessions');
  for (const name of readdirSync(sessions)) {
    assert.not.ok(readFileSync(join(sessions, name), 'utf8').includes(status.token.slice(20, 60)));
    assert.is(statSync(join(sessions, name)).mode & 0o777, 0o600);
  }
  const other = await desk.kit(['aws', 'eks', 'token', '--cluster-name', 'another', ...words]);
  assert.is.not(JSON.parse(other.stdout).status.token, status.token);
});

test('a token of nobody in particular is a Problem, and never a question', async () => {
  const desk = atDesk();
  const open = await token(desk, [], { variables: { KUBERNETES_EXEC_INFO: '' } });
  assert.is(open.exitCode, 1);
  assert.match(open.stderr, /Nobody can be asked/);
  assert.is(open.stdout, '');
  const named = await token(desk, [], { variables: { ATMOS_IDENTITY: 'plat-dev/ReadOnlyAccess' } });
  assert.is(named.exitCode, 0, named.stderr);
  const none = await desk.kit('aws eks token --identity plat-dev/terraform');
  assert.match(none.stderr, /aws eks token needs --cluster-name/);
});

withKubectl(
  atDesk,
  'kubectl reaches a cluster from any folder, as the identity that its kubeconfig names',
  async (desk) => {
    fresh(desk);
    const { exitCode, stderr } = await update(desk, '--alias', 'dev');
    assert.is(exitCode, 0, stderr);
    assert.match(stderr, /The context dev is in .*: acme-plat-ue1-dev-eks-cluster as plat-dev\/terraform\./);
    const spaces = await kubectl(desk, ['get', 'namespaces']);
    assert.match(spaces.stdout, /^local-emulator /m, spaces.stderr);
    const who = await kubectl(desk, ['version']);
    assert.match(who.stdout, /v1\.33\.0-local/);
    await update(desk, '-i', 'plat-dev/ReadOnlyAccess', '--alias', 'reader');
    const reader = await kubectl(desk, ['--context', 'reader', 'get', 'namespaces']);
    assert.is(reader.exitCode, 0, reader.stderr);
    const callers = desk.emulator.audit().filter(({ service }) => service === 'kubernetes');
    const roles = callers.map(({ principal = '' }) => /AWSReservedSSO_([A-Za-z]+)_/.exec(principal)?.[1]);
    assert.ok(roles.includes('TerraformApplyAccess') && roles.includes('ReadOnlyAccess'), roles.join(' '));
  },
);

withKubectl(atDesk, 'whom the cluster does not let in is told so by kubectl', async (desk) => {
  fresh(desk);
  const words = ['--cluster-name', 'acme-plat-ue1-prod-eks-cluster', '-i', 'plat-prod/ReadOnlyAccess'];
  const made = await desk.kit(['aws', 'eks', 'update-kubeconfig', ...words]);
  assert.is(made.exitCode, 0, made.stderr);
  const refused = await kubectl(desk, ['get', 'namespaces']);
  assert.is.not(refused.exitCode, 0);
  assert.match(refused.stderr, /logged in|Unauthorized|credentials/i);
});

test('a kubeconfig keeps what others wrote, is for its owner alone, and can be cleared again', async () => {
  const desk = atDesk();
  fresh(desk);
  const theirs =
    '# mine\napiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\ncurrent-context: ""\nusers:\n- name: me\n  user:\n    token: abc\n';
  mkdirSync(join(desk.home, '.kube'));
  writeFileSync(kubeconfig(desk), theirs, { mode: 0o644 });
  const rehearsed = await update(desk, '--dry-run');
  assert.match(rehearsed.stdout, new RegExp(`^\\+current-context: "${arn}"$`, 'm'));
  assert.is(readFileSync(kubeconfig(desk), 'utf8'), theirs);
  await update(desk);
  const text = readFileSync(kubeconfig(desk), 'utf8');
  assert.match(text, /^# mine\n/);
  assert.match(text, /token: abc/);
  assert.is(statSync(kubeconfig(desk)).mode & 0o777, 0o600);
  assert.not.match(text, /k8s-aws-v1|ASIALOCAL/);
  await update(desk);
  assert.is(readFileSync(kubeconfig(desk), 'utf8'), text);
  const removed = await desk.kit(['aws', 'eks', 'update-kubeconfig', '--cluster-name', cluster, '--remove']);
  assert.match(removed.stderr, /was taken out/);
  assert.is(readFileSync(kubeconfig(desk), 'utf8'), theirs);
});

test('several that change one kubeconfig at once lose nothing of each other', async () => {
  const desk = atDesk();
  fresh(desk);
  const names = ['a', 'b', 'c', 'd'];
  const ended = await Promise.all(names.map((name) => update(desk, '--alias', name)));
  for (const { exitCode, stderr } of ended) assert.is(exitCode, 0, stderr);
  const { contexts, clusters, users } = parse(readFileSync(kubeconfig(desk), 'utf8'));
  assert.equal(contexts.map(({ name }: { name: string }) => name).sort(), names);
  assert.equal([clusters.length, users.length], [1, 1]);
});

test('of several files of KUBECONFIG the first is written, and another one where it is named', async () => {
  const desk = atDesk();
  fresh(desk);
  const [first, second, named] = ['first', 'second', 'named'].map((name) => join(desk.folder, name)) as [
    string,
    string,
    string,
  ];
  const variables = { KUBECONFIG: `${first}:${second}` };
  await desk.kit(['aws', 'eks', 'update-kubeconfig', ...mine], { variables });
  await desk.kit(['aws', 'eks', 'update-kubeconfig', ...mine, '--kubeconfig', named], { variables });
  assert.equal([first, second, named, kubeconfig(desk)].map(existsSync), [true, false, true, false]);
});

for (const [what, content, says] of [
  ['invalid YAML', 'clusters: [\n', /config:2.*|is not valid YAML, so it is left as it is/],
  ['what is no kubeconfig', '- a\n', /is no kubeconfig, so it is left as it is/],
  ['bytes that are no UTF-8', Buffer.from([0x61, 0x3a, 0xff, 0x0a]), /is not UTF-8 text/],
] as const)
  test(`${what} in a kubeconfig is told, and stays`, async () => {
    const desk = atDesk();
    fresh(desk);
    mkdirSync(join(desk.home, '.kube'));
    writeFileSync(kubeconfig(desk), content);
    const { exitCode, stderr } = await update(desk);
    assert.is(exitCode, 1);
    assert.match(stderr, says);
    assert.equal(readFileSync(kubeconfig(desk)), Buffer.from(content));
  });

test('a kubeconfig that is a folder, a cluster that is not there, and a role without the right are told', async () => {
  const desk = atDesk();
  fresh(desk);
  mkdirSync(kubeconfig(desk), { recursive: true });
  const folder = await update(desk);
  assert.is(folder.exitCode, 1);
  assert.match(folder.stderr, /is a folder/);
  fresh(desk);
  const missing = await desk.kit('aws eks update-kubeconfig --cluster-name nothing -i plat-dev/terraform');
  assert.match(missing.stderr, /There is no cluster nothing in us-east-1/);
  const region = await update(desk, '--region', 'eu-west-1');
  assert.match(region.stderr, /There is no cluster .* in eu-west-1/);
  const unnamed = await desk.kit('aws eks update-kubeconfig -i plat-dev/terraform');
  assert.match(unnamed.stderr, new RegExp(`Name a cluster with --cluster-name: ${cluster}`));
  assert.not.ok(existsSync(kubeconfig(desk)));
});

test('nobody signed in is exit code 2, and a logout takes tokens away', () =>
  withDesk(async (desk) => {
    const before = await token(desk, ['--identity', 'plat-dev/terraform']);
    assert.is(before.exitCode, 2);
    assert.is(before.stdout, '');
    await desk.signIn();
    await token(desk, ['--identity', 'plat-dev/terraform']);
    const sessions = join(desk.home, '.local', 'share', 'atmos-kit', 'sessions');
    assert.is(readdirSync(sessions).length, 3);
    const one = await desk.kit('auth logout plat-dev/terraform');
    assert.is(readdirSync(sessions).length, 1, one.stderr);
    await token(desk, ['--identity', 'plat-dev/terraform']);
    const all = await desk.kit('auth logout');
    assert.match(all.stderr, /The keys of one identity were removed/);
    assert.is((await token(desk, ['--identity', 'plat-dev/terraform'])).exitCode, 2);
  }));

test.run();
