/** `auth exec` where nothing needs to be worked out anew: what it touches, and that its commands notice no difference. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeWorkplace, type Workplace } from '../bench/workplace.ts';

const checkout = join(import.meta.dirname, '..');
const node24 = join(checkout, '.node24', 'node_modules', '.bin', 'node');
const as = ['auth', 'exec', '--identity', 'plat-dev/ReadOnlyAccess'];

let place: Workplace;
test.before(async () => {
  place = await makeWorkplace(checkout);
});
test.after(() => place?.close());

const options = (variables: Readonly<Record<string, string>> = {}) =>
  ({
    cwd: place.project,
    env: { ...place.environment, ...variables },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  }) as const;

/** Runs the program on this Node or another one. */
function kit(
  words: readonly string[],
  node = process.execPath,
  variables?: Readonly<Record<string, string>>,
) {
  return execa(node, [place.program, ...words], options(variables));
}

/** Changes whenever an answer is worked out and kept. */
function memory(): string {
  const folder = join(place.environment['HOME'] as string, '.cache', 'atmos-kit', 'answers');
  const stamp = (name: string) => `${name} ${statSync(join(folder, name), { bigint: true }).ctimeNs}`;
  return readdirSync(folder).map(stamp).join('\n');
}

/** Runs the verb until what it has worked out is kept. */
async function warmUp(words: readonly string[], variables?: Readonly<Record<string, string>>): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    // What has changed a moment ago is looked at once more.
    await sleep(100);
    for (const node of nodes) await kit([...words, '--', 'true'], node, variables);
  }
}

/** Whether a call was answered without working anything out. */
async function isWarm(
  words: readonly string[],
  variables?: Readonly<Record<string, string>>,
): Promise<boolean> {
  const before = memory();
  const { exitCode, stderr } = await kit([...words, '--', 'true'], process.execPath, variables);
  assert.is(exitCode, 0, stderr);
  return memory() === before;
}

const nodes = [process.execPath, ...(existsSync(node24) ? [node24] : [])];
if (!existsSync(node24)) {
  if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error('Node 24 is not installed in .node24');
  console.log(
    'SKIPPED Node 24 is not installed (test/run/second-node.sh): becoming the command was not tried',
  );
}

test('a command ends alike whether it is run beside us or we became it', async () => {
  const file = (name: string, content: string) => {
    const path = join(place.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    chmodSync(path, 0o755);
    return path;
  };
  const tool = file('my tools/say=it', '#!/bin/sh\necho "$#: $*"\n');
  const endings: [command: readonly string[], exitCode: number, stdout: string, stderr: RegExp][] = [
    [['sh', '-c', 'exit 7'], 7, '', /^$/],
    [['sh', '-c', 'kill -TERM $$'], 143, '', /^$/],
    [['sh', '-c', 'kill -KILL $$'], 137, '', /^$/],
    [[tool, 'a  b', '', '--help'], 0, '3: a  b  --help', /^$/],
    [[file('bare', 'exit 5\n')], 5, '', /^$/],
    [[file('lost', '#!/nowhere/sh\n')], 126, '', /interpreter that its first line names does not exist/],
    [['nowhere-to-be-found'], 127, '', /nowhere-to-be-found: command not found/],
    [[place.project], 126, '', /it is a folder/],
    // Signals 1 to 28, SIGPIPE and SIGXFSZ among them; make leaves two of glibc's own (32, 33) ignored in what it starts.
    [['sh', '-c', 'grep SigIgn /proc/self/status | tail -c 8'], 0, '0000000', /^$/],
  ];
  await warmUp(as);
  assert.ok(await isWarm(as));
  for (const node of nodes)
    for (const [command, exitCode, stdout, stderr] of endings) {
      const name = `${command.join(' ')} on ${node}`;
      const ended = await kit([...as, '--', ...command], node);
      // A shell would say 128 + n of a signal; whoever became the command is ended by it.
      const code = ended.signal ? { SIGTERM: 143, SIGKILL: 137 }[ended.signal as string] : ended.exitCode;
      assert.is(code, exitCode, name);
      assert.is(ended.stdout, stdout, name);
      assert.match(ended.stderr, stderr, name);
    }
});

test('pipes stay as they were, and a reader that goes away ends the command', async () => {
  await warmUp(as);
  for (const node of nodes) {
    const run = `"${node}" "${place.program}" ${as.join(' ')} --`;
    const script = `${run} yes | head -n 1; echo "$PIPESTATUS"; seq 300000 | ${run} cat | tail -n 1`;
    const { stdout } = await execa('bash', ['-c', script], options());
    assert.is(stdout, 'y\n141\n300000', node);
  }
});

/** The variables that a command is given, without what only tells where it runs. */
function variablesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('_='))
    .sort();
}

for (const mode of ['process', 'env'])
  test(`a command is given the same by the door as by the whole program, with --credentials ${mode}`, async () => {
    const words = [...as, '--credentials', mode];
    const stale = {
      AWS_PROFILE: 'stale',
      AWS_ACCESS_KEY_ID: 'stale',
      AWS_PAGER: 'less',
      NO_PROXY: 'a.example',
    };
    await warmUp(words, stale);
    assert.ok(await isWarm(words, stale));
    const program = pathToFileURL(join(dirname(place.program), 'program.cjs')).href;
    const call = JSON.stringify([...words, '--', 'env']);
    const script = `import(${JSON.stringify(program)}).then(({ main }) => main(${call}))`;
    for (const node of nodes) {
      const whole = await execa(node, ['-e', script], options(stale));
      const { stdout } = await kit([...words, '--', 'env'], node, stale);
      assert.equal(variablesOf(stdout), variablesOf(whole.stdout), node);
      assert.not.match(stdout, /stale/);
    }
  });

test('what is set for a command follows the variables that it rests on', async () => {
  await warmUp(as);
  const { stdout } = await kit([...as, '--', 'sh', '-c', 'echo "$NO_PROXY"'], process.execPath, {
    NO_PROXY: 'b.example',
  });
  assert.is(stdout, 'b.example,127.0.0.1');
});

/** Where the files that are handed over stand. */
async function configFile(): Promise<string> {
  const { stdout } = await kit([...as, '--', 'sh', '-c', 'echo "$AWS_CONFIG_FILE"']);
  return stdout;
}

const changes: readonly [title: string, change: () => Promise<() => void>][] = [
  [
    'an AWS config file that somebody changed',
    async () => {
      writeFileSync(await configFile(), '[profile other]\n');
      return () => {};
    },
  ],
  [
    'an AWS config file that is gone',
    async () => {
      rmSync(await configFile());
      return () => {};
    },
  ],
  [
    'keys that are gone',
    async () => {
      const folder = join(place.environment['HOME'] as string, '.local', 'share', 'atmos-kit', 'sessions');
      const isKeys = (name: string) =>
        Buffer.from(readFileSync(join(folder, name), 'utf8').split('.')[0] ?? '', 'base64url')
          .toString()
          .includes('ReadOnlyAccess');
      for (const name of readdirSync(folder)) if (isKeys(name)) rmSync(join(folder, name));
      return () => {};
    },
  ],
  [
    'another profile file',
    async () => {
      const file = join(place.project, 'profiles', 'developers', 'extra.yaml');
      writeFileSync(file, 'env: { EXTRA: "1" }\n');
      return () => rmSync(file);
    },
  ],
];
for (const [title, change] of changes)
  test(`${title} makes auth exec look again, and puts it right`, async () => {
    await warmUp(as);
    assert.ok(await isWarm(as));
    const config = readFileSync(await configFile(), 'utf8');
    const undo = await change();
    try {
      const { exitCode, stdout } = await kit([
        ...as,
        '--',
        'sh',
        '-c',
        'cat "$AWS_CONFIG_FILE"; echo "<$EXTRA>"',
      ]);
      assert.is(exitCode, 0);
      assert.is(stdout, `${config}<${title.includes('profile file') ? '1' : ''}>`);
    } finally {
      undo();
    }
  });

function canTrace(): boolean {
  const { status } = spawnSync('strace', ['-f', '-o', '/dev/null', process.execPath, '-e', '0']);
  if (status === 0) return true;
  if (process.env['ATMOS_KIT_TEST_CI'] === 'true')
    throw new Error('strace is not installed, or may not trace');
  console.log(
    'SKIPPED strace is not installed, or may not trace: what a warm auth exec touches was not looked at',
  );
  return false;
}

/** The system calls of a run that open a socket or a file, or start a program. */
function calls(node: string, words: readonly string[]): string {
  const file = join(place.folder, 'calls');
  const traced = ['-f', '-e', 'trace=network,open,openat,execve', '-s', '4096', '-o', file];
  const { cwd, env } = options();
  execFileSync('strace', [...traced, node, place.program, ...words], { cwd, env, stdio: 'ignore' });
  return readFileSync(file, 'utf8');
}

if (canTrace())
  for (const mode of ['process', 'env'])
    test(`the door opens no socket and loads nothing else for auth exec with --credentials ${mode}`, async () => {
      const words = [...as, '--credentials', mode];
      await warmUp(words);
      for (const node of nodes) {
        const seen = calls(node, [...words, '--', '/bin/sh', '-c', ':']);
        assert.match(seen, /dist\/atmos-kit\.cjs/);
        assert.not.match(seen, /\bsocket\(AF_(INET6?|UNIX)\b/);
        assert.not.match(seen, /dist\/(warm[\w-]*\.cjs|program\.cjs|index\.mjs|emulator|chunks\/)/);
        assert.not.match(seen, /(?<!\.node24)\/node_modules\/|keyring\.[^"]*\.node/);
        const began = seen.match(/\bexecve\("(.*?)"/g) ?? [];
        assert.is(began.length, node === node24 ? 3 : 2, began.join(' '));
        // The wrapping key is not even read where the keys themselves are not handed over.
        const opened = /\/keys\/[0-9a-f]{16}"/.test(seen);
        assert.is(opened, mode === 'env');
      }
    });

test.run();
