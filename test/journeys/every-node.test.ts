/**
 * Every verb on the current LTS of Node: its help, and every call that its help shows as an example. The suite itself
 * runs on the oldest Node that is supported; test/run/second-node.sh installs the other one.
 */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { approve } from '../../scripts/demo/scripted-person.ts';
import type { Verb } from '../../scripts/grammar/verb.ts';
import { verbs } from '../../scripts/grammar/verbs.ts';
import type { Desk } from './desk.ts';
import { standInDocker } from './stand-in-docker.ts';
import { journey } from './terraform.ts';

const checkout = join(import.meta.dirname, '..', '..');
const node = join(checkout, '.node24', 'node_modules', '.bin', 'node');
const program = join(checkout, 'dist', 'atmos-kit.cjs');

/** Calls in place of a verb's examples, where those need a terminal or would touch what is not this desk's. */
const instead: Readonly<Record<string, readonly string[]>> = {
  apply: ['atmos-kit apply vpc -s plat-ue1-dev -auto-approve'],
  'plan-account': ['atmos-kit plan-account plat-dev --dry-run'],
  'apply-account': ['atmos-kit apply-account plat-dev --from plat-ue1-dev/vpc --dry-run'],
  // Everything was committed just now: what runs have left is all that was touched.
  morning: ['atmos-kit morning --dry-run', 'atmos-kit morning --since 3d --dry-run'],
  'break-glass': ['atmos-kit break-glass --log'],
  clean: ['atmos-kit clean --force'],
  'auth env': [
    'eval "$(atmos-kit auth env -i plat-dev/ReadOnlyAccess)"',
    'atmos-kit auth env -i plat-dev/ReadOnlyAccess -f fish',
    'atmos-kit auth env -i plat-dev/ReadOnlyAccess -f dotenv',
    'atmos-kit auth env -i plat-dev/ReadOnlyAccess -f github',
  ],
  'shell init': [
    'eval "$(atmos-kit shell init bash)"',
    'atmos-kit shell init zsh',
    'atmos-kit shell init fish',
  ],
  use: [
    'eval "$(atmos-kit use plat-dev/ReadOnlyAccess --shell bash)" && [ "$AWS_PROFILE" = plat-dev/ReadOnlyAccess ]',
    'eval "$(atmos-kit use --off --shell bash)"',
  ],
  'auth serve': ['atmos-kit auth serve -i plat-dev/ReadOnlyAccess -- env'],
  'time-left': ['atmos-kit time-left', 'atmos-kit time-left -f json'],
  'auth time-left': ['atmos-kit auth time-left', 'atmos-kit auth time-left -f seconds'],
  'terraform clean': ['atmos-kit terraform clean vpc -s plat-ue1-dev --force'],
  // What is chosen for new terminals stands in the block of an installation.
  'profile use': [
    'atmos-kit shell install --shell bash --profile developers --yes',
    'atmos-kit profile use devops',
    'atmos-kit profile use developers local --dry-run',
  ],
  completion: ['atmos-kit completion zsh', 'atmos-kit completion bash', 'atmos-kit completion fish'],
  // Nobody looks at a browser here.
  'auth console': ['atmos-kit auth console --identity plat-dev/terraform --destination s3 --print-only'],
  // The acme project has no user with keys of its own.
  'auth user configure': ['atmos-kit auth user configure --help'],
  'emulator start': ['atmos-kit emulator start --port 0'],
  // The steps call the program of this checkout unless another is named.
  workflow: ['ATMOS_KIT_PROGRAM=atmos-kit atmos-kit workflow login -f session --from-step whoami'],
};

/** Verbs whose turn comes last, because they take away what others need. */
const last = ['auth logout', 'emulator stop'];

/** bash with a program of the name atmos-kit that runs on the other Node. */
function shellOf(desk: Desk) {
  const folder = join(desk.folder, 'bin');
  mkdirSync(folder);
  writeFileSync(join(folder, 'atmos-kit'), `#!/bin/sh\nexec '${node}' '${program}' "$@"\n`);
  chmodSync(join(folder, 'atmos-kit'), 0o755);
  const docker = standInDocker(desk);
  docker.has('daemon', '27.3.1');
  docker.has('image', new Date().toISOString());
  docker.has('installer', 'true');
  docker.installWrapper();
  desk.write('geodesic/Dockerfile', 'FROM cloudposse/geodesic\n');
  return (line: string) =>
    execa('bash', ['-c', line], {
      cwd: desk.project,
      env: { ...desk.variables, ...docker.variables, PATH: `${folder}:${docker.variables.PATH}` },
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
    });
}

type Shell = ReturnType<typeof shellOf>;

const nameOf = ({ path }: Verb) => path.join(' ');
const isLast = (verb: Verb) => last.includes(nameOf(verb));

async function succeed(shell: Shell, line: string): Promise<string> {
  const { exitCode, stdout, stderr } = await shell(line);
  assert.is(exitCode, 0, `${line}\n${stderr}`);
  return stdout;
}

async function signIn(shell: Shell): Promise<void> {
  const login = shell('atmos-kit auth login --device');
  const url = await new Promise<string>((resolve) => {
    let said = '';
    login.stderr.on('data', (chunk) => {
      said += chunk;
      const [address] = /(?<=\s)http:\S+user_code=\S+(?=\s)/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
  await approve(url, { user: 'dana', password: 'local-dana' });
  assert.is((await login).exitCode, 0);
}

async function tryVerb(shell: Shell, verb: Verb): Promise<void> {
  const name = nameOf(verb);
  assert.match(await succeed(shell, `atmos-kit ${name} --help`), new RegExp(`^Usage: atmos-kit ${name}`));
  const calls = instead[name] ?? verb.examples.map(([command]) => command);
  assert.ok(calls.length > 0, `${name} shows no example`);
  for (const call of calls) {
    const { exitCode, stderr } = await shell(call);
    // A verb with a question says so where nobody can be asked: it works as well.
    assert.ok(exitCode === 0 || /without a terminal/.test(stderr), `${call}\n${exitCode} ${stderr}`);
  }
}

if (existsSync(node))
  journey(
    'every verb helps and does what its examples say',
    async (desk) => {
      const shell = shellOf(desk);
      assert.match((await execa(node, ['--version'])).stdout, /^v24\./);
      assert.match(await succeed(shell, 'atmos-kit --version'), /^\d+\.\d+\.\d+\n?$/);
      await signIn(shell);
      // What a branch changed is seen against another one.
      await succeed(
        shell,
        'git init -q . && git add -A && git -c user.name=d -c user.email=d@acme.example commit -qm one',
      );
      await succeed(shell, 'git update-ref refs/remotes/origin/main HEAD');
      await succeed(shell, 'git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main');
      try {
        for (const verb of verbs) if (!isLast(verb)) await tryVerb(shell, verb);
        for (const verb of verbs) if (isLast(verb)) await tryVerb(shell, verb);
      } finally {
        await shell('atmos-kit emulator stop');
      }
    },
    { user: undefined },
  );
else
  test('the other Node is there', () => {
    assert.is.not(process.env['ATMOS_KIT_TEST_CI'], 'true', 'Node 24 is not installed in .node24');
    console.log('SKIPPED Node 24 is not installed (test/run/second-node.sh)');
  });

test.run();
