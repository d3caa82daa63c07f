/** Workflows and custom commands, run by the built program. What Atmos does as well is in test/golden. */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { onDisk, type StacksOnDisk } from './stacks-on-disk.ts';

const files = {
  'stacks/orgs/dev.yaml': 'vars: {tenant: acme, stage: dev}\ncomponents: {terraform: {vpc: {}}}\n',
  'atmos.d/commands.yaml': `commands:
  - name: say
    description: Says it.
    flags: [{name: word, default: hello}]
    env: [{key: FAILS, valueCommand: '{{ if eq .Flags.word "broken" }}exit 4{{ end }}'}]
    steps:
      - {name: shell, command: 'echo {{ .Flags.word | upper }}'}
      - {name: own, type: atmos, command: list stacks --format csv}
  - name: list
    commands: [{name: words, steps: [echo words]}]
  - name: odd
    steps: [{type: container, command: x}]
  - name: ping
    steps: ['"$ATMOS_KIT_PROGRAM" pong']
  - name: pong
    steps: [{type: atmos, command: ping}]
`,
  'flows/day.yaml': `workflows:
  long:
    description: All of it
    env: {A: !env HOME, B: !exec echo made, C: null}
    steps:
      - {type: shell, name: first, command: 'echo "$A $B [$C]" >> log'}
      - {type: shell, name: a b, command: '[ -e allowed ]', retry: {max_attempts: 2, initial_delay: 1ms}}
      - {type: shell, name: mend, when: failure, command: 'echo mend >> log'}
      - {type: shell, name: last, command: 'echo last >> log'}
  forgiving:
    steps:
      - {type: shell, continue: true, command: exit 3}
      - {command: list stacks --format csv}
  killed: {steps: [{type: shell, name: one, command: 'kill -KILL $$'}, {type: shell, command: 'echo x >> log'}]}
  again: {steps: [{command: workflow again}]}
  typed: {steps: [{type: shell, command: 'echo x >> log'}, {type: parallel}]}
`,
};

const log = ({ project }: StacksOnDisk): string =>
  existsSync(join(project, 'log')) ? readFileSync(join(project, 'log'), 'utf8') : '';

test('a failure names the command that goes on from it, and that one does', () =>
  onDisk(files, (stacks) => {
    const failed = stacks.kit('workflow long -s acme-dev');
    assert.is(failed.exitCode, 1);
    assert.match(failed.stderr, /flows\/day\.yaml:7: Step a b of the workflow long ended with exit code 1\./);
    assert.match(failed.stderr, /a b: exit code 1, attempt 1 of 2\./);
    assert.match(failed.stderr, /last: not run/);
    const resume = `atmos-kit workflow long -f day --from-step 'a b' -s acme-dev`;
    assert.ok(failed.stderr.includes(`To go on from it: ${resume}\n`), failed.stderr);
    assert.is(log(stacks), `${stacks.scratch} made []\nmend\n`);
    stacks.write({ allowed: '' });
    const again = ['workflow', 'long', '-f', 'day', '--from-step', 'a b', '-s', 'acme-dev'];
    assert.is(stacks.kit(again).exitCode, 0);
    assert.is(log(stacks), `${stacks.scratch} made []\nmend\nlast\n`);
  }));

test('steps of type atmos are this program, never another of that name on PATH, nor a function', () =>
  onDisk(files, (stacks) => {
    stacks.write({ 'bin/atmos': '#!/bin/sh\nexit 9\n' });
    chmodSync(join(stacks.project, 'bin/atmos'), 0o755);
    const PATH = `${join(stacks.project, 'bin')}:${process.env['PATH']}`;
    const variables = { PATH, 'BASH_FUNC_atmos%%': '() { exit 9; }', ATMOS_KIT_DRIVER: 'atmos' };
    for (const words of ['workflow forgiving', 'say']) {
      const { exitCode, stdout } = stacks.kit(words, variables);
      assert.is(exitCode, 0);
      assert.match(stdout, /acme-dev/);
    }
  }));

test('what may fail stops nothing, and atmos steps run this program where no other is', () =>
  onDisk(files, (stacks) => {
    const { exitCode, stdout } = stacks.kit('workflow forgiving');
    assert.is(exitCode, 0);
    assert.match(stdout, /acme-dev/);
  }));

test('a killed step says what ended it, and what comes after it does not run', () =>
  onDisk(files, (stacks) => {
    const { exitCode, stderr } = stacks.kit('workflow killed');
    assert.is(exitCode, 137);
    assert.match(stderr, /Step one of the workflow killed was ended by SIGKILL \(exit code 137\)\./);
    assert.match(stderr, /\n {2}one: ended by SIGKILL in \d+ s\n {2}step2: not run\n {2}\d+ s in all\n/);
    assert.is(log(stacks), '');
  }));

test('what calls itself is refused, whatever is in between, and so is what only goes deeper', () =>
  onDisk(files, (stacks) => {
    const round = stacks.kit('ping');
    assert.is(round.exitCode, 1);
    assert.match(round.stderr, /ping calls itself: ping → pong → ping\./);
    assert.match(stacks.kit('workflow again').stderr, /workflow again -f day calls itself: /);
    const deep = Array.from({ length: 32 }, (_, index) => [stacks.project, `deeper ${index}`]);
    const { stderr } = stacks.kit('list words', { ATMOS_KIT_RUNNING: JSON.stringify(deep) });
    assert.match(stderr, /32 runs are within each other: .*deeper 31 → list words\./);
    // Whatever else stands in the variable is none of ours.
    assert.is(stacks.kit('list words', { ATMOS_KIT_RUNNING: 'true' }).exitCode, 0);
  }));

test('on a terminal the steps are marked, and the time that runs stands in the title', () =>
  onDisk(files, async (stacks) => {
    const screen = stacks.onTerminal('workflow forgiving');
    await screen.waitFor('\x1b]2;[1/2] step1\x07');
    await screen.waitFor('✗ [1/2] step1: exit code 3 in 0 s');
    await screen.waitFor('✓ step2: done in ');
    assert.is(await screen.ended, 0);
  }));

test('a type that is not done here is told before anything runs', () =>
  onDisk(files, (stacks) => {
    const { exitCode, stderr } = stacks.kit('workflow typed');
    assert.is(exitCode, 1);
    assert.match(stderr, /flows\/day\.yaml:16: A step of type "parallel" is not supported/);
    assert.match(stacks.kit('odd').stderr, /commands\.yaml:\d+: A step of type "container" is not supported/);
    assert.is(log(stacks), '');
  }));

test('without a name and without a terminal the workflows are listed; a dry run tells the steps', () =>
  onDisk(files, (stacks) => {
    assert.match(stacks.kit('workflow').stdout, /day\.yaml +long +All of it +4/);
    const { stdout } = stacks.kit('workflow forgiving -s acme-dev --dry-run');
    assert.is(stdout, 'step1: exit 3\nstep2: atmos-kit list stacks --format csv -s acme-dev\n');
  }));

test('custom commands stand in help, beside the verbs of their group, and run', () =>
  onDisk(files, (stacks) => {
    assert.match(stacks.kit('--help').stdout, / {2}say +Says it\n/);
    assert.match(stacks.kit('list --help').stdout, / {2}list stacks .*\n[\s\S]* {2}list words /);
    assert.match(
      stacks.kit('say --help').stdout,
      /^Usage: atmos-kit say .*\n\nSays it\.\n[\s\S]*--word VALUE +\(hello\)/,
    );
    assert.is(stacks.kit('list words').stdout, 'words\n');
    const { stdout, stderr } = stacks.kit('say --word=world');
    assert.match(stdout, /^WORLD\n[\s\S]*acme-dev/);
    assert.is(stderr, '');
  }));

test('the command of a variable that fails ends all of it with its exit code', () =>
  onDisk(files, (stacks) => {
    const { exitCode, stdout, stderr } = stacks.kit('say --word broken');
    assert.is(exitCode, 4);
    assert.is(stdout, '');
    assert.match(stderr, /The command that makes FAILS failed with exit code 4\./);
  }));

test('a word that neither of us knows is told as before', () =>
  onDisk(files, (stacks) => {
    assert.match(stacks.kit('signin').stderr, /There is no verb "signin"\./);
    assert.match(stacks.kit('list nothing').stderr, /There is no verb "list nothing"\./);
  }));

test.run();
