/** That the search at the end of every journey finds what got out, wherever it got to. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, register, withRunning } from '../emulator/running.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { withDesk } from './desk.ts';
import { watchForLeaks } from './leaks.ts';

const ways: readonly [place: string, leak: (secret: string, folder: string, running: Running) => unknown][] =
  [
    ['file log', (secret, folder) => writeFileSync(join(folder, 'log'), `token ${secret}`)],
    ['a line of the emulator', (secret, _folder, { faults }) => faults.push(`it was ${secret}`)],
    ['file log', (secret, _folder, { dir }) => writeFileSync(join(dir, 'log'), JSON.stringify({ secret }))],
    ['stdout of sh -c printenv X', (X, folder) => run('printenv X', folder, { X })],
    ['stderr of sh -c printenv X >&2', (X, folder) => run('printenv X >&2', folder, { X })],
    [
      'terminal of sh -c printf "%s\\n" "$X"',
      (X, folder) =>
        startOnTerminal(['sh', '-c', 'printf "%s\\n" "$X"'], folder, environment(folder, { X })).ended,
    ],
    ['command line', (secret, folder) => run('sleep 0.3; :', folder, {}, secret)],
  ];

const environment = (folder: string, more: Readonly<Record<string, string>>) => ({
  PATH: process.env['PATH'] ?? '',
  HOME: folder,
  ...more,
});

const run = (script: string, folder: string, env: Readonly<Record<string, string>>, ...args: string[]) =>
  execa('sh', ['-c', script, ...args], { env: environment(folder, env), extendEnv: false });

for (const [place, leak] of ways)
  test(`what gets out is told: ${place}`, () =>
    withRunning(async (running) => {
      const folder = mkdtempSync(join(tmpdir(), 'leaks-'));
      const watch = watchForLeaks(folder, running);
      try {
        const { clientSecret } = await register(running);
        assert.not.throws(() => watch.assertNone());
        await leak(clientSecret, folder, running);
        assert.throws(
          () => watch.assertNone(),
          ({ message }: Error) =>
            message.includes(place) && message.endsWith(': client-secret') && !message.includes(clientSecret),
        );
      } finally {
        watch.stop();
        rmSync(folder, { recursive: true });
      }
    }));

test('a desk at which something got out fails', async () => {
  let fault = '';
  await withDesk(async (desk) => {
    await desk.signIn();
    const [secret = ''] = [...desk.emulator.issued].find(([, kind]) => kind === 'refresh-token') ?? [];
    desk.write('log', secret);
  }).catch((error: Error) => {
    fault = error.message;
  });
  assert.is(fault, 'Secrets stand where none may stand:\nfile desk/acme/log: refresh-token');
});

test.run();
