import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import {
  type KubeconfigEntry,
  type OnConflict,
  withCluster,
  withoutCluster,
} from '../../../src/containers/kubeconfig.ts';
import { isProblem } from '../../../src/domain/problem.ts';

const arn = 'arn:aws:eks:us-east-1:222222222202:cluster/dev';
const ours: KubeconfigEntry = {
  context: 'dev',
  cluster: arn,
  user: `plat-dev/terraform@${arn}`,
  server: 'https://dev.example',
  certificateAuthority: 'Q0E=',
  command: ['node', 'kit', 'aws', 'eks', 'token', '--cluster-name', 'dev', '--region', 'us-east-1'],
};
const put = (text: string | undefined, entry = ours, onConflict: OnConflict = 'merge') =>
  withCluster(text, entry, onConflict, '/home/dana/.kube/config');
const takeOut = (text: string | undefined, region?: string) =>
  withoutCluster(text, { cluster: 'dev', region }, '/home/dana/.kube/config');

/** `code line` of the Problem of a call that must fail. */
function faultOf(call: () => unknown): string {
  try {
    call();
    return 'no fault';
  } catch (error) {
    if (!isProblem(error)) throw error;
    return [error.code, error.at?.line].filter((one) => one !== undefined).join(' ');
  }
}

/** As kubectl and minikube write one, and what a person has added. */
const theirs = `# my clusters
apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:8443 # minikube
  name: minikube
contexts:
# the one at home
- context:
    cluster: minikube
    namespace: web
    user: minikube
  name: minikube
current-context: minikube
kind: Config
preferences: {}
users:
- name: minikube
  user:
    client-certificate: /home/dana/.minikube/client.crt
    client-key: "/home/dana/.minikube/client.key"
`;

test('a new file holds the cluster, its context, and the program that gives tokens', () => {
  const text = put(undefined);
  assert.is(put(''), text);
  assert.is(put('\n'), text);
  const { clusters, contexts, users, ...rest } = parse(text);
  assert.equal(clusters, [
    { name: arn, cluster: { server: 'https://dev.example', 'certificate-authority-data': 'Q0E=' } },
  ]);
  assert.equal(contexts, [{ name: 'dev', context: { cluster: arn, user: ours.user } }]);
  const [{ name, user }] = users;
  assert.is(name, ours.user);
  assert.equal(user.exec, {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'node',
    args: ours.command.slice(1),
    interactiveMode: 'Never',
  });
  assert.equal(rest, { apiVersion: 'v1', kind: 'Config', preferences: {}, 'current-context': 'dev' });
});

test('entries and comments of others stay as they are written, and only the context in use changes', () => {
  const text = put(theirs);
  const lines = text.split('\n');
  for (const line of theirs.split('\n'))
    if (!line.startsWith('current-context')) assert.ok(lines.includes(line), line);
  assert.is(parse(text)['current-context'], 'dev');
  assert.is(parse(text).contexts.length, 2);
  assert.is(put(text), text);
});

test('what is put in is taken out again, byte for byte but for the context in use', () => {
  assert.is(takeOut(put(theirs)), theirs.replace('current-context: minikube', 'current-context: ""'));
  assert.is(takeOut(put(undefined)), undefined);
  assert.is(takeOut(theirs), theirs);
  assert.is(takeOut(undefined), undefined);
});

test('the way in which a list is indented and lines are ended is kept', () => {
  const indented = theirs.replace(/^(- | {2})/gm, '  $1');
  assert.match(put(indented), /^ {2}- context:$/m);
  assert.is(parse(put(indented)).contexts.length, 2);
  const windows = theirs.replaceAll('\n', '\r\n');
  assert.is(put(windows).replaceAll('\r\n', ''), put(windows).replaceAll('\r\n', '').replaceAll('\n', ''));
  assert.ok(put(windows).includes('\r\n'));
});

test('empty lists, lists that are null, and JSON take entries', () => {
  for (const text of [
    'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: null\nusers:\n',
    'apiVersion: v1\n',
    JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters: [{ name: 'a', cluster: {} }] }),
  ]) {
    const read = parse(put(text));
    assert.is(read.users.length, 1, text);
    assert.is(read.contexts[0].name, 'dev', text);
    assert.is(read.clusters.at(-1).name, arn, text);
  }
});

test('an entry of the same name is completed, replaced or refused', () => {
  const before = put(undefined)
    .replace('    user: plat', '    namespace: web\n    user: plat')
    .replace('- user:\n    exec:', '- user:\n    token: old\n    exec:');
  assert.ok(before.includes('namespace: web') && before.includes('token: old'));
  const moved = { ...ours, server: 'https://elsewhere.example' };
  const merged = parse(put(before, moved));
  assert.is(merged.contexts[0].context.namespace, 'web');
  assert.is(merged.clusters[0].cluster.server, 'https://elsewhere.example');
  assert.is(merged.users[0].user.token, undefined);
  assert.is(merged.users.length, 1);
  const replaced = parse(put(before, moved, 'replace'));
  assert.is(replaced.contexts[0].context.namespace, undefined);
  assert.is(
    faultOf(() => put(before, moved, 'error')),
    'kubeconfig-conflict',
  );
  assert.is(
    faultOf(() => put(put(undefined), ours, 'error')),
    'no fault',
  );
  assert.is(
    faultOf(() => put(theirs, ours, 'error')),
    'no fault',
  );
});

test('two identities of one cluster have an entry each, and what asks others for tokens stays', () => {
  const other: KubeconfigEntry = { ...ours, context: 'read', user: `reader@${arn}` };
  const both = put(put(undefined), other);
  assert.is(parse(both).users.length, 2);
  assert.is(parse(both).clusters.length, 1);
  const elsewhere = { ...other, command: ['aws', 'eks', 'get-token', '--cluster-name', 'dev'] };
  const left = parse(takeOut(put(put(undefined), elsewhere)) ?? '');
  assert.equal(
    left.users.map(({ name }: { name: string }) => name),
    [elsewhere.user],
  );
  assert.is(left.clusters.length, 1);
  assert.is(takeOut(both, 'eu-west-1'), both);
});

for (const [what, text, fault] of [
  ['what is not YAML', 'clusters:\n  - name: [\n', 'yaml-invalid 3'],
  ['a key that stands twice', 'users: []\nusers: []\n', 'yaml-invalid 2'],
  ['two documents', 'a: 1\n---\nb: 2\n', 'yaml-invalid 2'],
  ['a list', '- a\n', 'config-invalid'],
  ['a text', 'hello\n', 'config-invalid'],
  ['clusters that are a map', 'clusters: {a: 1}\n', 'config-invalid'],
] as const)
  test(`${what} is refused`, () => {
    assert.is(
      faultOf(() => put(text)),
      fault,
    );
    assert.is(
      faultOf(() => put(text, ours, 'replace')),
      fault,
    );
    assert.is.not(
      faultOf(() => takeOut(text)),
      'no fault',
    );
  });

test.run();
