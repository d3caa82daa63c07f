import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { webBrowser } from '../../../src/edge/browser.ts';

const scratch = mkdtempSync(join(tmpdir(), 'browser-'));
const record = join(scratch, 'record');
const url = 'http://127.0.0.1:9911/authorize?a=b&c=%20;d#e';

/** A program that writes down its arguments, one a line, and the end of its work. */
function fake(name: string): string {
  const path = join(scratch, 'my programs', name);
  mkdirSync(join(path, '..'), { recursive: true });
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}.new' && mv '${record}.new' '${record}'\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}
const program = fake('fake-browser');
const PATH = `${join(scratch, 'my programs')}:${process.env['PATH']}`;

async function opened(variables: Record<string, string>, target = url): Promise<string[]> {
  rmSync(record, { force: true });
  await webBrowser({ PATH, HOME: scratch, ...variables }, 'linux').open(target);
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (existsSync(record)) return readFileSync(record, 'utf8').trimEnd().split('\n');
    await sleep(20);
  }
  throw new Error('No browser was started.');
}

for (const [variables, platform, reason] of [
  [{ DISPLAY: ':0' }, 'linux', undefined],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux', undefined],
  [{ WSL_DISTRO_NAME: 'Debian' }, 'linux', undefined],
  [{ BROWSER: 'firefox' }, 'linux', undefined],
  [{}, 'darwin', undefined],
  [{}, 'win32', undefined],
  [{}, 'linux', 'no display'],
  [{ DISPLAY: '' }, 'linux', 'no display'],
  [{ DISPLAY: ':10', SSH_CONNECTION: '1 2 3 4' }, 'linux', 'over SSH'],
  [{ SSH_TTY: '/dev/pts/1', BROWSER: 'firefox' }, 'darwin', 'over SSH'],
  [{ DISPLAY: ':0', BROWSER: 'none' }, 'linux', 'BROWSER=none'],
  [{ DISPLAY: ':0', CI: 'true' }, 'linux', 'this is CI'],
] as const)
  test(`${JSON.stringify(variables)} on ${platform}: ${reason ?? 'a browser'}`, () =>
    assert.is(webBrowser(variables, platform).missing(), reason));

test('BROWSER is run with the URL as one argument', async () => {
  assert.equal(await opened({ BROWSER: 'fake-browser' }), [url]);
});

test('BROWSER may be quoted, have options and say where the URL goes', async () => {
  assert.equal(await opened({ BROWSER: `"${program}" --tab=%s -x` }), [`--tab=${url}`, '-x']);
});

test('the first alternative that can be started is taken', async () => {
  assert.equal(await opened({ BROWSER: 'no-such-browser:fake-browser -n %s' }), ['-n', url]);
});

test('no shell sees the URL or the command', async () => {
  const evil = `http://127.0.0.1/$(touch${'$'}{IFS}${scratch}/shell)\`id\``;
  assert.equal(await opened({ BROWSER: 'fake-browser $HOME' }, evil), ['$HOME', evil]);
});

test('without BROWSER the desktop opens it', async () => {
  fake('x-www-browser');
  // The library starts its own xdg-open with the variables of this process; no installed browser is among them.
  const empty = join(scratch, 'empty');
  const desktop = { PATH, DISPLAY: ':1', XDG_DATA_HOME: empty, XDG_DATA_DIRS: empty, XDG_CONFIG_HOME: empty };
  const before = process.env;
  process.env = { HOME: scratch, XDG_CONFIG_DIRS: empty, ...desktop };
  try {
    assert.equal(await opened({ DISPLAY: ':1' }), [url]);
  } finally {
    process.env = before;
  }
});

test('a browser that does not start is no fault', async () => {
  const text = join(scratch, 'text');
  writeFileSync(text, 'hello');
  for (const BROWSER of ['no-such-browser', text, scratch, ':'])
    await webBrowser({ PATH, BROWSER }, 'linux').open(url);
});

test('only web pages are opened', async () => {
  rmSync(record, { force: true });
  for (const target of ['file:///etc/passwd', '--version', 'javascript:alert(1)', ''])
    await webBrowser({ PATH, BROWSER: 'fake-browser' }, 'linux').open(target);
  assert.equal(await opened({ BROWSER: 'fake-browser' }), [url]);
});

test.run();
