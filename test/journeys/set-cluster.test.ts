/** The cluster of a stack, in a kubeconfig of its own, and the shell that speaks to it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { quoteCommand } from '../../src/domain/shell-word.ts';
import { begin, type Desk, program, type RunOptions } from './desk.ts';
import { kubectl, withKubectl } from './kubectl.ts';
import { oneDesk } from './one-desk.ts';
import { journey } from './terraform.ts';

const atDesk = oneDesk();
const cluster = 'acme-plat-ue1-dev-eks-cluster';
const named = ['set-cluster', 'plat-ue1-dev', '--name', cluster];

const clusters = (desk: Desk) => join(desk.home, '.local', 'share', 'atmos-kit', 'clusters');
const written = (desk: Desk) =>
  existsSync(clusters(desk)) ? readdirSync(clusters(desk)).filter((name) => name.endsWith('.yaml')) : [];

async function set(desk: Desk, words: readonly string[], options?: RunOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await desk.kit(words, options);
  assert.is(exitCode, 0, stderr);
  return stdout.trimEnd();
}

test('each cluster and identity has a kubeconfig of its own, for its owner alone and without a secret', async () => {
  const desk = atDesk();
  const file = await set(desk, named);
  const other = await set(desk, [...named, '--identity', 'plat-dev/ReadOnlyAccess']);
  assert.is(await set(desk, named), file);
  assert.equal(
    [file, other].map((path) => path.slice(clusters(desk).length + 1)).sort(),
    written(desk).sort(),
  );
  for (const name of readdirSync(clusters(desk))) {
    assert.is(statSync(join(clusters(desk), name)).mode & 0o777, 0o600, name);
    assert.not.match(readFileSync(join(clusters(desk), name), 'utf8'), /k8s-aws-v1|ASIALOCAL|LocalEmulator/);
  }
  const { contexts, users, 'current-context': current } = parse(readFileSync(file, 'utf8'));
  assert.is(current, 'plat-ue1-dev');
  assert.is(contexts.length, 1);
  assert.match(users[0].name, /^plat-dev\/terraform@arn:aws:eks:/);
  assert.ok(users[0].user.exec.args.includes('--chain'));
  const { identity, kubeconfig, region } = JSON.parse(await set(desk, [...named, '-f', 'json']));
  assert.equal([identity, kubeconfig, region], ['plat-dev/terraform', file, 'us-east-1']);
});

withKubectl(
  atDesk,
  'kubectl works with it in any folder, and a namespace that was chosen stays',
  async (desk) => {
    const file = await set(desk, named);
    const variables = { KUBECONFIG: file };
    const chosen = ['config', 'set-context', '--current', '--namespace=web'];
    assert.is((await kubectl(desk, chosen, variables)).exitCode, 0);
    assert.is(await set(desk, named), file);
    const { stdout } = await kubectl(desk, ['config', 'view', '--minify'], variables);
    assert.match(stdout, /namespace: web/);
    const { stdout: spaces, stderr } = await kubectl(desk, ['get', 'namespaces'], variables);
    assert.match(spaces, /^local-emulator /m, stderr);
  },
);

test('settings of a component name its cluster, and what is broken in a file of ours is made anew', async () => {
  const desk = atDesk();
  const manifest = 'stacks/catalog/eks/cluster.yaml';
  const before = readFileSync(join(desk.project, manifest), 'utf8');
  desk.edit(
    manifest,
    '      settings:\n',
    `      settings:\n        eks_cluster: { name: ${cluster}, region: us-east-1 }\n`,
  );
  const file = await set(desk, ['set-cluster', 'plat-ue1-dev']);
  writeFileSync(file, 'clusters: [');
  assert.is(await set(desk, ['set-cluster', 'plat-ue1-dev']), file);
  assert.is(parse(readFileSync(file, 'utf8')).clusters.length, 1);
  writeFileSync(join(desk.project, manifest), before);
});

test('what cannot be told is a Problem with what to do', async () => {
  const desk = atDesk();
  rmSync(clusters(desk), { recursive: true, force: true });
  for (const [words, says] of [
    ['set-cluster', /Which cluster\?.*\n.*plat-ue1-dev, plat-ue1-prod, plat-ue1-staging\./],
    ['set-cluster plat-ue1-dve', /There is no stack plat-ue1-dve\.\n.*Did you mean plat-ue1-dev\?/],
    ['set-cluster core-ue1-auto', /No component of core-ue1-auto stands for a Kubernetes cluster/],
    ['set-cluster plat-ue1-dev', /eks\/cluster in plat-ue1-dev was never applied/],
    ['set-cluster plat-ue1-dev --name nothing', /There is no cluster nothing in us-east-1/],
    ['set-cluster plat-ue1-dev --component vpc', /was never applied|no output eks_cluster_id/],
    ['set-cluster plat-ue1-dev --component nothing', /nothing/],
    ['set-cluster plat-ue1-dev --identity=false', /A cluster lets nobody in without an identity/],
    [`set-cluster plat-ue1-dev --name ${cluster} --region eu-west-1`, /There is no cluster .* in eu-west-1/],
  ] as const) {
    const { exitCode, stdout, stderr } = await desk.kit(words);
    assert.is(exitCode, 1, words);
    assert.is(stdout, '', words);
    assert.match(stderr, says, words);
  }
  const rehearsed = await desk.kit([...named, '--dry-run']);
  assert.match(rehearsed.stderr, /as plat-dev\/terraform\.\nWould write /);
  assert.equal(written(desk), []);
});

test('several components that stand for a cluster are told apart by name', async () => {
  const desk = atDesk();
  const manifest = 'stacks/orgs/acme/plat/dev/us-east-1.yaml';
  const before = readFileSync(join(desk.project, manifest), 'utf8');
  desk.edit(
    manifest,
    'components:\n  terraform:\n',
    `components:\n  terraform:\n    second:\n      metadata: { component: vpc }\n      settings: { eks_cluster: ${cluster} }\n`,
  );
  const both = await desk.kit('set-cluster plat-ue1-dev');
  assert.match(
    both.stderr,
    /Several components of plat-ue1-dev.*\n.*--component: (second, eks\/cluster|eks\/cluster, second)/,
  );
  const file = await set(desk, ['set-cluster', 'plat-ue1-dev', '--component', 'second']);
  assert.ok(existsSync(file));
  writeFileSync(join(desk.project, manifest), before);
});

test('on a terminal the stack is chosen', async () => {
  const desk = atDesk();
  const screen = desk.onTerminal(['set-cluster', '--name', cluster.replace('dev', 'staging')]);
  await screen.waitFor('Which cluster?');
  screen.type('stag');
  await screen.waitFor('❯ plat-ue1-staging');
  screen.type('\r');
  assert.is(await screen.ended, 0, screen.shown());
  assert.match(screen.shown(), /plat-ue1-staging: the cluster acme-plat-ue1-staging-eks-cluster/);
});

const run = quoteCommand([process.execPath, program]);
for (const [shell, snippet] of [
  ['bash', `eval "$(${run} shell init bash)"`],
  ['zsh', `eval "$(${run} shell init zsh)"`],
  ['fish', `${run} shell init fish | source`],
] as const)
  test(`in ${shell} the function sets KUBECONFIG to the cluster's, and off puts back what was there`, async () => {
    const desk = atDesk();
    if (spawnSync(shell, ['-c', 'exit 0']).error !== undefined) {
      assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', `${shell} is not installed`);
      return console.log(`SKIPPED ${shell} is not installed`);
    }
    const line = `env | grep -E '^(KUBECONFIG|ATMOS_KIT_(CLUSTER|KUBECONFIG))=' | sort; echo ---`;
    const show = shell === 'fish' ? `function show; ${line}; end` : `show() { ${line}; }`;
    const script = `${show}; ${snippet}; atmos-kit ${named.join(' ')}; show; atmos-kit set-cluster off; show`;
    for (const before of shell === 'bash'
      ? ['/home/dana/my own.yaml', undefined]
      : ['/home/dana/my own.yaml']) {
      const env = { ...desk.variables, ...(before !== undefined && { KUBECONFIG: before }) };
      // Not with spawnSync: the emulator answers in this process.
      const { stdout, stderr } = await begin([shell, '-c', script], desk.project, env).ended;
      const [first = '', second = ''] = stdout.split('---\n');
      assert.match(first, /^ATMOS_KIT_CLUSTER=plat-ue1-dev$/m, stderr);
      assert.match(first, /^KUBECONFIG=.*\/atmos-kit\/clusters\/acme-plat-ue1-dev-eks-cluster\.\w+\.yaml$/m);
      assert.is(second, before === undefined ? '' : `KUBECONFIG=${before}\n`);
    }
  });

test('from one cluster to the next what was there before the first stays known, and a choice since then stays', async () => {
  const desk = atDesk();
  const file = await set(desk, named);
  const inside = { KUBECONFIG: file, ATMOS_KIT_CLUSTER: 'plat-ue1-dev', ATMOS_KIT_KUBECONFIG: '/mine' };
  const next = await set(desk, [...named, '--shell', 'bash'], { variables: inside });
  assert.not.match(next, /ATMOS_KIT_KUBECONFIG/);
  const back = await set(desk, ['set-cluster', 'off', '--shell', 'bash'], { variables: inside });
  assert.match(back, /^export KUBECONFIG=\/mine;$/m);
  const own = { ...inside, KUBECONFIG: '/chosen/since' };
  const kept = await set(desk, ['set-cluster', 'off', '--shell', 'bash'], { variables: own });
  assert.not.match(kept, /[^_]KUBECONFIG=/);
  assert.is(await set(desk, ['set-cluster', 'off', '--shell', 'bash']), '');
  const bare = await desk.kit('set-cluster off', { variables: inside });
  assert.is(bare.exitCode, 1);
  assert.match(bare.stderr, /Only the shell itself/);
});

journey('the outputs of the component that makes the cluster name it', async (desk) => {
  const applied = await desk.kit('terraform apply eks/cluster -s plat-ue1-dev -auto-approve');
  assert.is(applied.exitCode, 0, applied.stderr);
  const { exitCode, stdout, stderr } = await desk.kit('set-cluster plat-ue1-dev -f json');
  assert.is(exitCode, 0, stderr);
  const { cluster: name, component, identity } = JSON.parse(stdout);
  assert.equal([name, component, identity], [cluster, 'eks/cluster', 'plat-dev/terraform']);
});

test.run();
