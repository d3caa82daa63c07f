/** The warm verbs of the built program: what they may touch, and that they say what the whole program would say. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeWorkplace, type Workplace } from '../bench/workplace.ts';

const run = promisify(execFile);
type Variables = Readonly<Record<string, string>>;

let place: Workplace;
test.before(async () => {
  place = await makeWorkplace(join(import.meta.dirname, '..'));
});
test.after(() => place?.close());

const identity = ['identity', 'vpc', '-s', 'plat-ue1-dev'];
const list = ['auth', 'list'];
const eksToken = ['aws', 'eks', 'token', '--cluster-name', 'acme-plat-ue1-dev-eks-cluster'];
const warmVerbs = (): Readonly<Record<string, readonly string[]>> => ({
  '--version': ['--version'],
  'auth whoami': ['auth', 'whoami'],
  'auth whoami -o json': ['auth', 'whoami', '-o', 'json'],
  'auth whoami of an identity': ['auth', 'whoami', '--identity', 'plat-dev/terraform'],
  'auth list': list,
  'auth list as json': ['auth', 'list', '--format', 'json'],
  'auth list as a tree of what is signed in': ['auth', 'list', '--format', 'tree', '--signed-in'],
  'auth list with --profile': ['auth', 'list', '--profile', 'devops,local'],
  identity,
  'identity --explain': [...identity, '--explain'],
  'identity as json': [...identity, '--format', 'json'],
  'auth env': ['auth', 'env', '-i', 'plat-dev/terraform'],
  'auth env for fish': ['auth', 'env', '-i', 'plat-dev/terraform', '-f', 'fish'],
  'auth env with keys': ['auth', 'env', '-i', 'plat-dev/terraform', '--credentials', 'env'],
  'auth process': ['auth', 'process', '--chain', place.chainFile],
  'auth process of an identity': ['auth', 'process', '-i', 'plat-dev/terraform'],
  'aws eks token': [...eksToken, '--chain', place.chainFile],
  'aws eks token of an identity': [...eksToken, '-i', 'plat-dev/terraform', '--region', 'us-east-1'],
  'time-left': ['time-left'],
  'auth time-left of an identity': ['auth', 'time-left', '-i', 'plat-dev/terraform', '-f', 'json'],
  'list stacks': ['list', 'stacks'],
  'complete stacks of a component': ['complete', 'stacks', '--component=vpc'],
  'complete identities of another profile': ['complete', 'identities', '--profile=devops'],
  'complete workflow files': ['complete', 'workflow-files', '--workflow=login'],
  'list components as json': ['list', 'components', '--format', 'json'],
  'describe component': ['describe', 'component', 'vpc', '-s', 'plat-ue1-dev'],
  'describe component with a query': ['describe', 'component', 'vpc', '-s', 'plat-ue1-dev', '-q', '.vars'],
});

/** What the program's door prints. */
async function atTheDoor(args: readonly string[], variables: Variables = {}): Promise<string> {
  const { stdout } = await run(process.execPath, [place.program, ...args], options(variables));
  return stdout;
}

/** What the whole program prints, never asking the door's memory. */
async function whole(args: readonly string[], variables: Variables = {}): Promise<string> {
  const program = pathToFileURL(join(dirname(place.program), 'program.cjs')).href;
  const script = `import(${JSON.stringify(program)}).then(({ main }) => main(${JSON.stringify(args)}))`;
  const { stdout } = await run(process.execPath, ['-e', script], options(variables));
  return stdout;
}

const options = (variables: Variables) => ({
  cwd: place.project,
  env: { ...place.environment, ...variables },
});

/** Changes whenever an answer is worked out and kept. */
function memory(): string {
  const folder = join(place.environment['HOME'] as string, '.cache', 'atmos-kit', 'answers');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map(
      (name) =>
        `${name} ${statSync(join(folder, name)).ino} ${statSync(join(folder, name), { bigint: true }).ctimeNs}`,
    )
    .join('\n');
}

/** Runs a verb until it is answered from memory. */
async function warmUp(args: readonly string[], variables: Variables = {}): Promise<void> {
  // What has changed a moment ago is looked at once more.
  await sleep(100);
  await atTheDoor(args, variables);
}

/** What is left when time passes between two commands. */
const still = (text: string) =>
  text
    .replace(/(\d+ h )?\d+ min left|less than a minute left/g, '<time> left')
    .replace(/"seconds_left": \d+/, '"seconds_left": 0');

test('every warm verb prints byte for byte what the whole program prints', async () => {
  for (const [name, args] of Object.entries(warmVerbs())) {
    if (name === '--version') continue;
    await warmUp(args);
    const before = memory();
    const warm = await atTheDoor(args);
    assert.is(memory(), before, `${name} was worked out anew`);
    assert.is(still(warm), still(await whole(args)), name);
    assert.ok(warm.length > 20, name);
  }
});

test('--version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
  assert.is(await atTheDoor(['--version']), `${version}\n`);
});

interface Change {
  readonly title: string;
  readonly args: readonly string[];
  readonly variables?: Variables;
  /** Changes the project, and returns what undoes it. */
  readonly make?: () => () => void;
  /** Words that only the new answer has, or undefined where it is the same. */
  readonly shows?: RegExp;
}

const inProject = (...path: string[]) => join(place.project, ...path);

function write(path: string, content: string): () => void {
  writeFileSync(path, content);
  return () => rmSync(path);
}

function replace(path: string, old: string, by: string): () => void {
  const before = readFileSync(path, 'utf8');
  assert.ok(before.includes(old), `${path} holds ${old}`);
  writeFileSync(path, before.replace(old, by));
  return () => writeFileSync(path, before);
}

function remove(path: string): () => void {
  const before = readFileSync(path, 'utf8');
  rmSync(path);
  return () => writeFileSync(path, before);
}

const extraIdentity = [
  'auth:',
  '  identities:',
  '    extra/one:',
  '      kind: aws/permission-set',
  '      via: { provider: sso }',
  '      principal: { name: ReadOnlyAccess, account: { id: "222222222202" } }',
  '',
].join('\n');

const devDefaults = ['stacks', 'orgs', 'acme', 'plat', 'dev', '_defaults.yaml'];
const changes: readonly Change[] = [
  {
    title: 'a manifest that was only touched',
    args: identity,
    make: () => {
      const path = inProject(...devDefaults);
      utimesSync(path, new Date(), new Date());
      return () => {};
    },
  },
  {
    title: 'a manifest that names another identity',
    args: identity,
    make: () => replace(inProject(...devDefaults), 'plat-dev/terraform:', 'core-auto/terraform:'),
    shows: /core-auto/,
  },
  {
    title: 'a manifest of another stack',
    args: identity,
    make: () =>
      write(
        inProject('stacks', 'orgs', 'acme', 'plat', 'dev', 'us-east-2.yaml'),
        'import: [orgs/acme/plat/dev/_defaults, mixins/region/us-east-2]\n',
      ),
  },
  {
    title: 'a file that was added to a profile',
    args: list,
    make: () => write(inProject('profiles', 'developers', 'extra.yaml'), extraIdentity),
    shows: /extra\/one/,
  },
  {
    title: 'a file that was removed from a profile',
    args: ['auth', 'list'],
    make: () => remove(inProject('profiles', 'developers', 'core.yaml')),
    shows: /^(?![\s\S]*core-auto)/,
  },
  {
    title: 'a file that was removed from a profile, for an identity',
    args: [...identity, '--explain'],
    make: () => {
      const undo = remove(inProject('profiles', 'developers', 'plat.yaml'));
      const again = write(
        inProject('profiles', 'developers', 'other.yaml'),
        extraIdentity.replace('extra/one', 'plat-dev/terraform'),
      );
      return () => {
        again();
        undo();
      };
    },
    shows: /other\.yaml/,
  },
  {
    title: 'another atmos.yaml',
    args: list,
    make: () => replace(inProject('atmos.yaml'), 'region: us-east-1', 'region: us-east-2'),
    shows: /not signed in/,
  },
  {
    title: 'a configuration in the home folder, where there was none',
    args: list,
    make: () => {
      const folder = join(place.environment['HOME'] as string, '.atmos');
      mkdirSync(folder);
      writeFileSync(join(folder, 'atmos.yaml'), extraIdentity);
      return () => rmSync(folder, { recursive: true });
    },
    shows: /extra\/one/,
  },
  {
    title: 'an atmos.d, where there was none',
    args: list,
    make: () => {
      const folder = inProject('atmos.d');
      mkdirSync(folder);
      writeFileSync(join(folder, 'extra.yaml'), extraIdentity);
      return () => rmSync(folder, { recursive: true });
    },
    shows: /extra\/one/,
  },
  {
    title: 'another ATMOS_PROFILE',
    args: list,
    variables: { ATMOS_PROFILE: 'managers,local' },
    shows: /TerraformStateAccess/,
  },
  {
    title: 'another ATMOS_PROFILE, for an identity',
    args: [...identity, '--explain'],
    variables: { ATMOS_PROFILE: 'managers,local' },
    shows: /TerraformStateAccess/,
  },
  {
    title: 'an ATMOS_IDENTITY',
    args: identity,
    variables: { ATMOS_IDENTITY: 'plat-dev/ReadOnlyAccess' },
    shows: /ReadOnlyAccess/,
  },
  {
    title: 'another endpoint',
    args: list,
    variables: { ATMOS_KIT_ENDPOINT: 'http://127.0.0.1:1' },
    shows: /127\.0\.0\.1:1\)/,
  },
];

for (const { title, args, variables, make, shows } of changes)
  test(`${title} makes ${args.join(' ')} look again`, async () => {
    await warmUp(args);
    await warmUp(args);
    const [memoryBefore, before] = [memory(), await atTheDoor(args)];
    assert.is(memory(), memoryBefore, 'it was warm');
    const undo = make?.();
    try {
      await warmUp(args, variables);
      assert.is.not(memory(), memoryBefore, 'it looked again');
      const memoryAfter = memory();
      const warm = await atTheDoor(args, variables);
      assert.is(memory(), memoryAfter, 'and once only');
      assert.is(still(warm), still(await whole(args, variables)));
      if (shows === undefined) assert.is(still(warm), still(before));
      else {
        assert.match(warm, shows);
        assert.not.match(before, shows);
      }
    } finally {
      undo?.();
    }
  });

test('a warm verb whose sign-in was removed says so instead of what it remembers', async () => {
  await warmUp(['auth', 'whoami']);
  const empty = join(place.folder, 'another-home');
  const variables = { ATMOS_XDG_DATA_HOME: empty };
  await warmUp(list, variables);
  assert.match(await atTheDoor(list, variables), /not signed in/);
  const { code } = await run(process.execPath, [place.program, 'auth', 'whoami'], options(variables)).then(
    () => ({ code: 0 }),
    (error: { code: number }) => error,
  );
  assert.is(code, 2);
});

/** The system calls of a run that open a socket or a file. */
async function calls(args: readonly string[]): Promise<string> {
  const file = join(place.folder, 'calls');
  const traced = ['-f', '-e', 'trace=network,open,openat,execve', '-s', '4096', '-o', file];
  await run('strace', [...traced, process.execPath, place.program, ...args], options({}));
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  return text;
}

const internet = /\bsocket\(AF_INET6?\b/;
const wholeProgram = /dist\/(program\.cjs|index\.mjs|emulator|chunks\/)/;
const library = /\/node_modules\/|keyring\.[^"]*\.node/;

if (canTrace()) {
  test('no warm verb opens an internet socket, starts a program or loads more than the door', async () => {
    for (const [name, args] of Object.entries(warmVerbs())) {
      await warmUp(args);
      const seen = await calls(args);
      assert.match(seen, /dist\/atmos-kit\.cjs/, name);
      assert.not.match(seen, internet, name);
      assert.not.match(seen, wholeProgram, name);
      assert.not.match(seen, library, name);
      if (/^auth (process|env)/.test(name)) assert.not.match(seen, /dist\/warm\.cjs/, name);
      assert.is(seen.match(/\bexecve\(/g)?.length, 1, name);
    }
  });

  test('the same look finds the whole program and its sockets where they are used', async () => {
    place.forgetAnswers();
    const seen = await calls(['auth', 'whoami', '--identity', 'plat-dev/ReadOnlyAccess']);
    assert.match(seen, internet);
    assert.match(seen, wholeProgram);
  });
}

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-f', '-o', '/dev/null', process.execPath, '-e', '0'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw error;
    console.log('SKIPPED strace is not installed, or may not trace: what warm verbs load was not looked at');
    return false;
  }
}

test.run();
