import { get, request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import { callbackListener } from '../../../src/edge/callback-listener.ts';

const never = new AbortController().signal;

interface Page {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

function visit(url: string, options: { method?: string; host?: string } = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    const headers = options.host === undefined ? {} : { host: options.host };
    const call = request(url, { method: options.method ?? 'GET', headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    call.on('error', reject).end();
  });
}

async function problemOf(answer: Promise<string>): Promise<Problem> {
  try {
    await answer;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('There was an answer.');
}

test('the code of the first answer with our state is taken, and the address closes', async () => {
  const callback = await callbackListener().listen('state-1');
  assert.match(callback.redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
  const answer = callback.answer(never);
  const page = await visit(`${callback.redirectUri}?code=abc%2B%2F&state=state-1`);
  assert.is(page.status, 200);
  assert.match(page.text, 'You can close this tab');
  assert.match(page.text, '<html lang="en">');
  assert.not.match(page.text, 'abc');
  assert.is(await answer, 'abc+/');
  await visit(`${callback.redirectUri}?code=second&state=state-1`).then(
    () => assert.unreachable('a second answer was taken'),
    (error: NodeJS.ErrnoException) => assert.is(error.code, 'ECONNREFUSED'),
  );
});

test('the page keeps nothing: no cache, no referrer, no script', async () => {
  const callback = await callbackListener().listen('s');
  const { headers } = await visit(`${callback.redirectUri}?code=c&state=s`);
  assert.is(headers['cache-control'], 'no-store');
  assert.is(headers['referrer-policy'], 'no-referrer');
  assert.match(String(headers['content-security-policy']), "default-src 'none'");
});

test('anything else is refused and waited through', async () => {
  const callback = await callbackListener().listen('right');
  const origin = new URL(callback.redirectUri).origin;
  const query = '?code=c&state=right';
  for (const [url, status, options] of [
    [`${callback.redirectUri}?code=c&state=wrong`, 400, {}],
    [`${callback.redirectUri}?code=c`, 400, {}],
    [`${callback.redirectUri}?state=right`, 400, {}],
    [`${callback.redirectUri}?code=&state=right`, 400, {}],
    [`${callback.redirectUri}?error=access_denied&state=wrong`, 400, {}],
    [callback.redirectUri, 400, {}],
    [`${origin}/favicon.ico`, 404, {}],
    [`${origin}/oauth/callback/x${query}`, 404, {}],
    [`${callback.redirectUri}${query}`, 405, { method: 'POST' }],
    [`${callback.redirectUri}${query}`, 405, { method: 'HEAD' }],
    [`${callback.redirectUri}${query}`, 400, { host: 'evil.example' }],
    [
      `${callback.redirectUri}${query}`,
      400,
      { host: new URL(origin).host.replace('127.0.0.1', 'localhost') },
    ],
  ] as const)
    assert.is((await visit(url, options)).status, status, `${url} ${JSON.stringify(options)}`);
  await visit(`${callback.redirectUri}${query}`);
  assert.is(await callback.answer(never), 'c');
});

test('a request line that is no URL does not end the program', async () => {
  const callback = await callbackListener().listen('s');
  const { port, host } = new URL(callback.redirectUri);
  const socket = connect(Number(port), '127.0.0.1');
  const said = await new Promise<string>((resolve) => {
    socket.once('data', (data) => resolve(String(data)));
    socket.write(`GET // HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  });
  assert.match(said, 'HTTP/1.1 400');
  callback.close();
});

for (const [query, code, words] of [
  ['error=access_denied&error_description=no', 'login-denied', 'denied'],
  ['error=server_error&error_description=down%0A%1B[31m', 'login-failed', 'server_error: down'],
] as const)
  test(`${query} is ${code}`, async () => {
    const callback = await callbackListener().listen('s');
    const page = await visit(`${callback.redirectUri}?${query}&state=s`);
    assert.match(page.text, 'You are not signed in');
    const problem = await problemOf(callback.answer(never));
    assert.is(problem.code, code);
    assert.match(problem.message, words);
    assert.not.match(problem.message, /[\x00-\x1f]/);
  });

test('a wait ends when its signal aborts', async () => {
  const callback = await callbackListener().listen('s');
  const controller = new AbortController();
  const problem = problemOf(callback.answer(controller.signal));
  controller.abort();
  assert.equal([(await problem).code, (await problem).exitCode], ['interrupted', 130]);
  callback.close();
});

test('it listens on 127.0.0.1 alone', async () => {
  const callback = await callbackListener().listen('s');
  const port = Number(new URL(callback.redirectUri).port);
  for (const host of ['127.0.0.2', '::1']) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => resolve(true)).on('error', () => resolve(false));
      socket.unref();
    });
    assert.is(reached, false, host);
  }
  callback.close();
});

test('of two right answers the first one counts', async () => {
  const callback = await callbackListener().listen('s');
  const answers = ['first', 'second'].map((code) =>
    visit(`${callback.redirectUri}?code=${code}&state=s`).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  const statuses = await Promise.all(answers);
  assert.is(statuses.filter((status) => status === 200).length, 1);
  assert.match(await callback.answer(never), /^(first|second)$/);
});

test('closing twice is fine, and ends a wait', async () => {
  const callback = await callbackListener().listen('s');
  const problem = problemOf(callback.answer(never));
  callback.close();
  callback.close();
  assert.is((await problem).code, 'interrupted');
});

test('connections that a browser keeps open do not keep us alive', async () => {
  const callback = await callbackListener().listen('s');
  const spare = connect(Number(new URL(callback.redirectUri).port), '127.0.0.1');
  await new Promise((resolve) => spare.once('connect', resolve));
  const gone = new Promise((resolve) => spare.once('close', resolve).once('error', resolve));
  get(`${callback.redirectUri}?code=c&state=s`, (response) => response.resume());
  await callback.answer(never);
  await gone;
});

test.run();
