import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { oneTimeLinks } from '../../../src/edge/one-time-link.ts';

const secret = 'https://signin.aws.amazon.com/federation?Action=login&SigninToken=s3cret';
const never = new AbortController().signal;
const uid = process.getuid?.() ?? 0;

interface Page {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

function visit(
  url: string,
  { method = 'GET', host }: { method?: string; host?: string } = {},
): Promise<Page> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { host };
    request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    })
      .on('error', reject)
      .end();
  });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'followed';
  } catch (error) {
    return isProblem(error) ? error.code : String((error as NodeJS.ErrnoException).code);
  }
}

test('it leads to the secret address once, keeps nothing, and is gone', async () => {
  const link = await oneTimeLinks(uid).leadTo(secret);
  assert.match(link.url, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
  const followed = link.followed(60_000, never);
  const { status, headers, text } = await visit(link.url);
  assert.is(status, 303);
  assert.is(headers['location'], secret);
  assert.is(headers['cache-control'], 'no-store');
  assert.is(headers['referrer-policy'], 'no-referrer');
  assert.is(text, '');
  await followed;
  assert.is(await codeOf(visit(link.url)), 'ECONNREFUSED');
});

test('whoever does not know the path, comes by another name or in another way learns nothing', async () => {
  const link = await oneTimeLinks(uid).leadTo(secret);
  const { origin, host, port } = new URL(link.url);
  for (const [url, options, status] of [
    [`${origin}/`, {}, 404],
    [`${link.url}x`, {}, 404],
    [link.url.slice(0, -1), {}, 404],
    [`${link.url}?a=b`, {}, 404],
    [link.url, { host: 'evil.example' }, 400],
    [link.url, { host: `localhost:${port}` }, 400],
    [link.url, { method: 'POST' }, 405],
    [link.url, { method: 'HEAD' }, 405],
  ] as const) {
    const page = await visit(url, options);
    assert.is(page.status, status, `${url} ${JSON.stringify(options)}`);
    assert.is(page.headers['location'], undefined);
    assert.not.match(page.text, 's3cret');
  }
  assert.is((await visit(link.url, { host })).status, 303, 'it still leads its owner on');
});

test('on Linux another person of this machine who saw the link is refused', async () => {
  if (process.platform !== 'linux' || uid !== 0) {
    console.log('\nSKIPPED only root of a Linux machine can be somebody else');
    return;
  }
  const link = await oneTimeLinks(4242).leadTo(secret);
  const script = `require('node:http').get(process.argv[1], (r) => console.log(r.statusCode, r.headers.location ?? ''))`;
  const ask = (asUid: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { uid: asUid, cwd: '/', env: {} };
      execFile(process.execPath, ['-e', script, link.url], options, (error, out) =>
        error === null ? resolve(out.trim()) : reject(error),
      );
    });
  assert.is(await ask(4243), '403');
  assert.is(await ask(4242), `303 ${secret}`);
});

test('a browser that does not come is a Problem, and so is giving up', async () => {
  const links = oneTimeLinks(uid);
  assert.is(await codeOf((await closing(links)).followed(1, never)), 'browser-failed');
  const controller = new AbortController();
  const waiting = codeOf((await closing(links)).followed(60_000, controller.signal));
  controller.abort();
  assert.is(await waiting, 'interrupted');
  assert.is(await codeOf((await closing(links)).followed(60_000, controller.signal)), 'interrupted');
});

test('it listens on 127.0.0.1 alone', async () => {
  const link = await oneTimeLinks(uid).leadTo(secret);
  const port = Number(new URL(link.url).port);
  for (const host of ['127.0.0.2', '::1']) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => resolve(true)).on('error', () => resolve(false));
      socket.unref();
    });
    assert.is(reached, false, host);
  }
  link.close();
});

// Closes by itself when the test ends: an open listener would keep the process.
const opened: { close(): void }[] = [];
async function closing(links: ReturnType<typeof oneTimeLinks>) {
  const link = await links.leadTo(secret);
  opened.push(link);
  return link;
}
test.after(() => {
  for (const link of opened) link.close();
});

test.run();
