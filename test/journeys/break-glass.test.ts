/** All rights for an emergency: asked why, written down, marked, and over by itself. */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneDesk } from './one-desk.ts';

const desk = oneDesk('olga', { profile: 'devops,local' });

const file = () => join(desk().home, '.local', 'share', 'atmos-kit', 'break-glass.jsonl');
const entries = (path = file()): Record<string, string | number>[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const bash = { variables: { SHELL: 'bash' } };

test('the account and the reason are asked for, the shell says what it is, and all of it is written down', async () => {
  const screen = desk().onTerminal('break-glass', bash);
  await screen.waitFor('In which account?');
  screen.type('staging');
  await screen.waitFor('❯ plat-staging/AdministratorAccess');
  screen.type('\r');
  await screen.waitFor('Why? This is written down.');
  screen.type('hm\r');
  await screen.waitFor('Whoever reads this later needs a few words.');
  screen.type('m: ticket 4711\r');
  await screen.waitFor('(BREAK GLASS plat-staging/AdministratorAccess)');
  screen.type('echo "<$ATMOS_KIT_IDENTITY>"; exit 3\r');
  await screen.waitFor('<plat-staging/AdministratorAccess>');
  assert.is(await screen.ended, 3, screen.shown());
  assert.is(statSync(file()).mode & 0o777, 0o600);
  const [opened, closed, ...more] = entries();
  assert.equal(more, []);
  assert.is(opened?.['event'], 'opened');
  assert.match(String(opened?.['by']), /^arn:aws:sts::222222222203:assumed-role\/.*\/olga@acme\.example$/);
  assert.equal(
    ['identity', 'role', 'account', 'reason'].map((key) => opened?.[key]),
    ['plat-staging/AdministratorAccess', 'AdministratorAccess', '222222222203', 'hmm: ticket 4711'],
  );
  assert.ok(Number(opened?.['limit_seconds']) <= 3600);
  assert.equal(
    ['event', 'id', 'exit_code', 'because'].map((key) => closed?.[key]),
    ['closed', opened?.['id'], 3, 'exit'],
  );
});

test('at its limit the shell ends by itself, after the command that runs in it, and a warning comes before', async () => {
  const words = ['break-glass', 'plat-dev', '--for', '4s', '--reason', 'ticket 4712', '--shell', 'bash'];
  const screen = desk().onTerminal(words);
  await screen.waitFor('(BREAK GLASS plat-dev/AdministratorAccess)');
  const waiting = join(desk().folder, 'go-on');
  screen.type(`while [ ! -e ${waiting} ]; do sleep 0.1; done; echo "do""ne"\r`);
  await screen.waitFor('left: then this shell ends by itself.');
  await screen.waitFor('this shell ends with the command that runs in it.');
  mkdirSync(waiting);
  await screen.waitFor('done');
  await screen.waitFor('The time is over.');
  assert.is(await screen.ended, 0, screen.shown());
  const closed = entries().at(-1);
  assert.equal([closed?.['event'], closed?.['because']], ['closed', 'limit']);
  const log = await desk().kit('break-glass --log --format tsv');
  assert.match(log.stdout, /\tplat-dev\/AdministratorAccess\t\d+ s\tlimit\tticket 4712\n$/);
});

test('whoever ends the program ends the shell with it, and that is written down as well', async () => {
  const before = entries().length;
  const words = ['break-glass', 'plat-dev', '--reason', 'ticket 4713', '--shell', 'bash'];
  const screen = desk().onTerminal(words);
  await screen.waitFor('(BREAK GLASS ');
  process.kill(screen.pid, 'SIGHUP');
  assert.is(await screen.ended, 129, screen.shown());
  assert.equal(
    entries()
      .slice(before)
      .map(({ event }) => event),
    ['opened', 'closed'],
  );
});

test('nothing is opened where it cannot be written down, or where there is no terminal', async () => {
  desk().edit(
    'atmos.yaml',
    '  credentials: process\n',
    '  credentials: process\n  break_glass: {audit_file: stacks, limit: 30m}\n',
  );
  try {
    const words = ['break-glass', 'plat-dev', '--reason', 'ticket 4714'];
    const screen = desk().onTerminal(words, bash);
    await screen.waitFor('cannot be written: a folder stands in its place');
    assert.is(await screen.ended, 1);
    assert.not.match(screen.shown(), /BREAK GLASS/);
    const longer = await desk().kit(['break-glass', 'plat-dev', '--for', '2h', '--reason', 'ticket 4715']);
    assert.match(longer.stderr, /--for 2h is longer than 30m, which kit\.break_glass\.limit allows\./);
  } finally {
    desk().edit('atmos.yaml', '  break_glass: {audit_file: stacks, limit: 30m}\n', '');
  }
  assert.match((await desk().kit('break-glass plat-dev')).stderr, /there is no terminal for it/);
  assert.match((await desk().kit(['break-glass', '--reason', 'x', 'plat-dev'])).stderr, /says too little/);
  const nobody = await desk().kit('break-glass core-audit');
  assert.match(nobody.stderr, /No identity of AdministratorAccess is one of the account core-audit\./);
});

test.run();
