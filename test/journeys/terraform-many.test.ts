/** Several components in one command, with the real terraform and state in files. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Desk } from './desk.ts';
import { journey, plain } from './terraform.ts';

/** Three components in folders of their own, of which each needs the one before; and a fourth that needs none. */
function addChain(desk: Desk): void {
  // With it, Terraform asks whether it should move the workspaces of a local state.
  desk.edit('atmos.yaml', 'init_run_reconfigure: true', 'init_run_reconfigure: false');
  for (const name of ['first', 'second', 'third', 'lone'])
    desk.write(
      `components/terraform/${name}/main.tf`,
      `variable "fail" { default = false }
       resource "terraform_data" "it" {
         input = "${name}"
         lifecycle {
           precondition {
             condition     = !var.fail
             error_message = "told to fail"
           }
         }
       }
       output "name" { value = terraform_data.it.output }`,
    );
  desk.write(
    'stacks/orgs/acme/plat/dev/chain.yaml',
    `import: [orgs/acme/plat/dev/_defaults, mixins/region/us-east-2]
terraform: { backend_type: local, backend: { local: {} } }
components:
  terraform:
    first: {}
    second: { settings: { depends_on: { 1: { component: first } } } }
    third: { settings: { depends_on: { 1: { component: second } } } }
    lone: {}
    off: { metadata: { component: lone, enabled: false } }
    base: { metadata: { component: lone, type: abstract } }
`,
  );
}

const stack = '-s plat-ue2-dev --identity=false';
const order = (stderr: string) => [...stderr.matchAll(/^\[\d+\/\d+\] (\w+) in/gm)].map(([, name]) => name);

journey(
  'a whole stack is applied in the order of its dependencies, and destroyed the other way',
  async (desk) => {
    addChain(desk);
    const apply = await desk.kit(`terraform apply --all ${stack} -auto-approve`);
    assert.is(apply.exitCode, 0, plain(apply.stderr));
    assert.equal(order(apply.stderr), ['first', 'lone', 'second', 'third']);
    assert.match(apply.stderr, /4 of 4 components done\./);
    for (const name of ['first', 'third']) {
      const output = await desk.kit(`terraform output ${name} ${stack} -json`);
      assert.is(JSON.parse(output.stdout).name.value, name, 'each has its own state');
    }
    const both = await desk.kit(`terraform output --components first,third ${stack} -- -raw name`);
    assert.is(both.stdout, 'firstthird', 'stdout is what Terraform printed');
    const destroy = await desk.kit(`terraform destroy --all ${stack} -auto-approve`);
    assert.equal(order(destroy.stderr), ['lone', 'third', 'second', 'first']);
    assert.is(destroy.exitCode, 0);
  },
);

journey('a failure stops the rest, or only what depends on it', async (desk) => {
  addChain(desk);
  desk.edit('stacks/orgs/acme/plat/dev/chain.yaml', 'second: {', 'second: { vars: { fail: true },');
  const stop = await desk.kit(`terraform apply --all ${stack} -auto-approve`);
  assert.is(stop.exitCode, 1);
  assert.equal(order(stop.stderr), ['first', 'lone', 'second']);
  assert.match(
    stop.stderr,
    /second in plat-ue2-dev +failed \(exit code 1\)\n +third in plat-ue2-dev +not run/,
  );
  const go = await desk.kit(`terraform apply --all ${stack} -auto-approve --failure-mode keep-going`);
  assert.is(go.exitCode, 1);
  assert.match(go.stderr, /third in plat-ue2-dev +skipped, for it needs second in plat-ue2-dev/);
});

journey('Ctrl-C ends the run that it meets, and nothing comes after it', async (desk) => {
  addChain(desk);
  desk.write(
    'components/terraform/first/slow.tf',
    `resource "terraform_data" "slow" {
      provisioner "local-exec" { command = "echo begun; sleep 20" }
    }`,
  );
  const words = `terraform apply --all ${stack} -auto-approve --failure-mode keep-going`;
  const screen = desk.onTerminal(words, { columns: 120 });
  await screen.waitFor('begun');
  screen.type('\x03');
  await screen.waitFor('0 of 4 components done.');
  assert.is(await screen.ended, 1);
  assert.match(plain(screen.shown()), /lone in plat-ue2-dev not run/);
  assert.not.match(screen.shown(), /\[2\/4\]/);
});

journey('dependencies and dependents come along when they are asked for', async (desk) => {
  addChain(desk);
  const runs = async (flags: string) =>
    order((await desk.kit(`terraform validate ${flags} ${stack}`)).stderr);
  assert.equal(await runs('--components second'), ['second']);
  assert.equal(await runs('--components second --include-dependencies'), ['first', 'second']);
  assert.equal(await runs('--components second --include-dependents'), ['second', 'third']);
});

journey(
  'different folders run at once, each line with its name, and questions are not possible',
  async (desk) => {
    addChain(desk);
    const asks = await desk.kit(`terraform apply --all ${stack} --max-concurrency 3`);
    assert.is(asks.exitCode, 1);
    assert.match(asks.stderr, /Add -auto-approve/);
    const apply = await desk.kit(`terraform apply --all ${stack} -auto-approve --max-concurrency 3`);
    assert.is(apply.exitCode, 0, plain(apply.stderr));
    const lines = apply.stdout.split('\n').filter((line) => line !== '');
    assert.ok(lines.length > 8);
    for (const line of lines) assert.match(line, /^(first|second|third|lone) in plat-ue2-dev \| /);
    const done = (name: string) =>
      lines.findIndex((line) => plain(line).includes(`${name} in plat-ue2-dev | Apply complete`));
    const begun = (name: string) => lines.findIndex((line) => line.startsWith(`${name} in`));
    assert.ok(done('first') < begun('second') && done('second') < begun('third'));
  },
);

journey('a circle is told before anything runs', async (desk) => {
  addChain(desk);
  desk.edit(
    'stacks/orgs/acme/plat/dev/chain.yaml',
    'first: {}',
    'first: { settings: { depends_on: { 1: { component: third } } } }',
  );
  const run = await desk.kit(`terraform plan --all ${stack}`);
  assert.is(run.exitCode, 1);
  assert.match(
    run.stderr,
    /in a circle: first in plat-ue2-dev → third in plat-ue2-dev → second in plat-ue2-dev → first/,
  );
  assert.not.ok(existsSync(join(desk.project, 'components/terraform/lone/.terraform')));
});

journey('what is asked for and cannot be done is said', async (desk) => {
  addChain(desk);
  const said = async (flags: string) => (await desk.kit(`terraform plan ${flags} --identity=false`)).stderr;
  assert.match(await said('vpc --all'), /vpc is one component; the other flags choose several/);
  assert.match(await said('--components nothing'), /No stack has a component nothing/);
  assert.match(await said('--all -s nowhere'), /There is no stack nowhere|nowhere/);
  assert.match(await said('--affected --query .x'), /Use one of them/);
  assert.match(await said("--query '"), /atmos-kit: /);
  assert.match(await said('--all --failure-mode never'), /fail-fast, keep-going/);
  assert.match(await said('--all --max-concurrency none'), /not a number of runs/);
});

journey('a question about the components chooses them, and so does a change since a commit', async (desk) => {
  addChain(desk);
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...words], {
      cwd: desk.project,
      env: { PATH: desk.variables['PATH'], HOME: desk.home },
    });
  desk.write('.gitignore', '.terraform*\nbackend.tf.json\n*.tfvars.json\n');
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'base');
  const runs = async (words: readonly string[]) => {
    const run = await desk.kit(['terraform', 'validate', ...words, ...stack.split(' ')]);
    assert.is(run.exitCode, 0, plain(run.stderr));
    return order(run.stderr);
  };
  assert.equal(await runs(['--query', '.settings.depends_on != null']), ['second', 'third']);
  assert.equal(await runs(['--query', '.atmos_component == "lone"']), ['lone']);
  assert.equal(await runs(['--query', '.vars.stage']), [], 'only what is true counts');
  assert.equal(await runs(['--affected', '--ref', 'HEAD']), []);
  desk.edit('components/terraform/second/main.tf', 'default = false', 'default = null');
  assert.equal(await runs(['--affected', '--ref', 'HEAD']), ['second']);
  assert.equal(await runs(['--affected', '--ref', 'HEAD', '--include-dependents']), ['second', 'third']);
});

journey('-detailed-exitcode tells of changes, and is no failure', async (desk) => {
  addChain(desk);
  const plan = await desk.kit(`terraform plan --components first,lone ${stack} -detailed-exitcode`);
  assert.is(plan.exitCode, 2, plain(plan.stderr));
  assert.match(plan.stderr, /2 of 2 components done/);
});

journey(
  'files are generated where they are asked for, and only what is ours is cleaned away',
  async (desk) => {
    addChain(desk);
    const at = (path: string) => join(desk.project, path);
    const one = await desk.kit('terraform generate varfile first -s plat-ue2-dev -f out/first.json');
    assert.is(one.exitCode, 0, one.stderr);
    assert.is(JSON.parse(readFileSync(at('out/first.json'), 'utf8')).stage, 'dev');
    const all = await desk.kit(
      'terraform generate varfiles --stacks plat-ue2-dev --file-template out/{stack}-{component}.json',
    );
    assert.is(all.exitCode, 0, all.stderr);
    assert.ok(existsSync(at('out/plat-ue2-dev-third.json')));
    const unknown = await desk.kit('terraform generate varfiles --file-template out/{nothing}.json');
    assert.is(unknown.exitCode, 1);
    const plan = await desk.kit(
      'terraform generate planfile first -s plat-ue2-dev --identity=false -f plan.json',
    );
    assert.is(plan.exitCode, 0, plain(plan.stderr));
    assert.is(JSON.parse(readFileSync(at('plan.json'), 'utf8')).resource_changes.length, 1);

    await desk.kit(`terraform apply first ${stack} -auto-approve`);
    await desk.kit(`terraform plan first ${stack}`);
    desk.write('components/terraform/first/mine.auto.tfvars.json', '{}');
    const folder = 'components/terraform/first';
    const look = await desk.kit('terraform clean first -s plat-ue2-dev --dry-run');
    assert.equal(look.stdout.trim().split('\n'), [
      `${folder}/backend.tf.json`,
      `${folder}/plat-ue2-dev-first.planfile`,
      `${folder}/plat-ue2-dev-first.terraform.tfvars.json`,
      `${folder}/.terraform`,
    ]);
    assert.is((await desk.kit('terraform clean first -s plat-ue2-dev')).exitCode, 1, 'nobody can be asked');
    assert.ok(existsSync(at(`${folder}/backend.tf.json`)));
    const clean = await desk.kit('terraform clean first -s plat-ue2-dev --force');
    assert.is(clean.exitCode, 0, clean.stderr);
    for (const gone of ['backend.tf.json', '.terraform', 'plat-ue2-dev-first.planfile'])
      assert.not.ok(existsSync(at(`${folder}/${gone}`)), gone);
    for (const kept of ['main.tf', 'mine.auto.tfvars.json', 'terraform.tfstate.d'])
      assert.ok(existsSync(at(`${folder}/${kept}`)), kept);
    const screen = desk.onTerminal('terraform clean first -s plat-ue2-dev --everything');
    await screen.waitFor('STATE is among them');
    screen.type('y\r');
    assert.is(await screen.ended, 0);
    assert.not.ok(existsSync(at(`${folder}/terraform.tfstate.d/plat-ue2-dev`)));
  },
);

journey(
  'a shell in the folder has everything that plain terraform needs, and nothing for other components',
  async (desk) => {
    addChain(desk);
    const kit = `'${process.execPath}' '${join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs')}'`;
    const script = [
      'terraform apply -auto-approve >/dev/null && terraform output -raw name && echo',
      'terraform workspace show',
      'echo "$ATMOS_STACK $ATMOS_COMPONENT"; basename "$PWD"',
      `${kit} terraform apply second -s plat-ue2-dev --identity=false -auto-approve >/dev/null && ${kit} terraform output second -s plat-ue2-dev --identity=false -raw name`,
      'exit 5',
    ].join('\n');
    const shell = await desk.kit([
      'terraform',
      'shell',
      'first',
      '-s',
      'plat-ue2-dev',
      '--identity=false',
      '--shell',
      'sh',
      '--',
      '-c',
      script,
    ]);
    assert.is(shell.exitCode, 5, plain(shell.stderr));
    assert.is(shell.stdout, 'first\nplat-ue2-dev\nplat-ue2-dev first\nfirst\nsecond');
  },
);

test.run();
