import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { onTerminal } from './pseudo-terminal.ts';

const scratch = mkdtempSync(join(tmpdir(), 'terminal-'));
const record = join(scratch, 'answers');
const answers = () => JSON.parse(readFileSync(record, 'utf8')) as unknown[];

/** What a terminal of 80 columns shows at the end, line by line: only what this program's output needs. */
function screenOf(shown: string): string[] {
  const lines = [''];
  for (const [part] of shown.matchAll(/\x1b\[2K|\r\n|\r|\n|[^\x1b\r\n]+|\x1b/g)) {
    if (part === '\x1b[2K') lines[lines.length - 1] = '';
    else if (part.endsWith('\n')) lines.push('');
    else if (part !== '\r') lines[lines.length - 1] += part;
  }
  return lines;
}

test('a pick is filtered by typing and taken with Enter', async () => {
  const run = onTerminal('ask.ts', [record, 'pick']);
  await run.waitFor('Which identity?');
  await run.waitFor('core-auto/terraform');
  run.type('prodread');
  await run.waitFor('prodread');
  run.type('\r');
  assert.is(await run.ended, 0);
  assert.equal(answers(), ['plat-prod/ReadOnlyAccess']);
  assert.match(run.shown(), /\x1b\[[\d;]+m/);
});

test('a pick is made with the arrow keys', async () => {
  const run = onTerminal('ask.ts', [record, 'pick']);
  await run.waitFor('developers');
  run.type('\x1b[B');
  await run.waitFor('developers');
  run.type('\r');
  await run.ended;
  assert.equal(answers(), ['plat-dev/ReadOnlyAccess']);
});

test('several are ticked with the space bar, and come in the order of the list', async () => {
  const run = onTerminal('ask.ts', [record, 'tick']);
  await run.waitFor('the emulator');
  run.type('\x1b[B\x1b[B \r');
  assert.is(await run.ended, 0);
  assert.equal(answers(), [['developers', 'local']]);
});

for (const [keys, name] of [
  ['\x03', 'Ctrl-C'],
  ['\x04', 'Ctrl-D'],
  ['\x1b', 'Escape'],
] as const)
  for (const step of ['pick', 'tick', 'confirm'])
    test(`${name} in a ${step} is Problem interrupted, 130`, async () => {
      const run = onTerminal('ask.ts', [record, step]);
      await run.waitFor(step === 'confirm' ? 'Destroy it?' : 'developers');
      run.type(keys);
      assert.is(await run.ended, 0);
      assert.equal(answers(), ['interrupted 130']);
    });

for (const [keys, answer] of [
  ['y\r', true],
  ['n\r', false],
  ['\r', false],
] as const)
  test(`${JSON.stringify(keys)} confirms: ${answer}`, async () => {
    const run = onTerminal('ask.ts', [record, 'confirm']);
    await run.waitFor('Destroy it?');
    run.type(keys);
    await run.ended;
    assert.equal(answers(), [answer]);
  });

test('two questions follow each other, and the program ends by itself', async () => {
  const run = onTerminal('ask.ts', [record, 'confirm', 'pick']);
  await run.waitFor('Destroy it?');
  run.type('y\r');
  await run.waitFor('developers');
  run.type('\r');
  assert.is(await run.ended, 0);
  assert.equal(answers(), [true, 'core-auto/terraform']);
});

test('NO_COLOR leaves no colour in a question', async () => {
  const run = onTerminal('ask.ts', [record, 'pick', 'confirm'], { NO_COLOR: '1' });
  await run.waitFor('developers');
  run.type('zz');
  await run.waitFor('No results');
  run.type('\x7f\x7f');
  await run.waitFor('developers');
  run.type('\r');
  await run.waitFor('Destroy it?');
  run.type('\r');
  await run.ended;
  assert.not.match(run.shown(), /\x1b\[[\d;]+m/);
});

for (const [variables, interactive] of [
  [{}, true],
  [{ CI: 'true' }, false],
  [{ GITHUB_ACTIONS: 'true' }, false],
  [{ ATMOS_INTERACTIVE: 'false' }, false],
  [{ ATMOS_INTERACTIVE: 'true' }, true],
] as const)
  test(`on a terminal with ${JSON.stringify(variables)} we may ${interactive ? '' : 'not '}ask`, async () => {
    await onTerminal('ask.ts', [record, 'interactive'], variables).ended;
    assert.equal(answers(), [interactive]);
  });

test('a progress line replaces itself on a terminal', async () => {
  const run = onTerminal('ask.ts', [record, 'progress']);
  await run.ended;
  assert.match(run.shown(), 'Waiting: 2');
  assert.match(run.shown(), 'Waiting: 1 long');
  // The long line is cut before the edge, or it could not be taken back.
  assert.match(run.shown(), /Waiting: 1 [long ]{60,67}…/);
  assert.equal(screenOf(run.shown()), ['A word in between.', 'Done.', '']);
});

for (const variables of [{ TERM: 'dumb' }, { CI: 'true' }])
  test(`a progress line is printed once with ${JSON.stringify(variables)}`, async () => {
    const run = onTerminal('ask.ts', [record, 'progress'], variables);
    await run.ended;
    assert.is(run.shown(), 'Waiting: 3\r\nA word in between.\r\nDone.\r\nAgain\r\n');
  });

test('without a terminal everything is plain, on stderr, and nobody is asked', () => {
  const program = join(import.meta.dirname, 'programs', 'ask.ts');
  const args = ['--import', 'tsx', program, record, 'interactive', 'progress', 'pick'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    env: { PATH: process.env['PATH'], HOME: scratch },
    encoding: 'utf8',
  });
  assert.is(stdout, '');
  assert.is(stderr, 'Waiting: 3\nA word in between.\nDone.\nAgain\n');
  assert.equal(answers(), [false, 'shown', 'usage 2']);
});

test.run();
