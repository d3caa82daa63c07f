import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nextPath } from '../../../emulator/pages/next-path.ts';

const origin = 'http://127.0.0.1:9911';
const cases: [next: string | undefined, path: string][] = [
  ['/device?user_code=BCDF-GHJK', '/device?user_code=BCDF-GHJK'],
  ['/authorize?request=a%2Fb', '/authorize?request=a%2Fb'],
  ['/start#part', '/start'],
  [undefined, '/start'],
  ['', '/start'],
  ['start', '/start'],
  ['http://127.0.0.1:9911/device', '/start'],
  ['https://other.example/', '/start'],
  ['javascript:alert(1)', '/start'],
  ['//other.example/x', '/start'],
  ['/\\other.example/x', '/start'],
  ['\\\\other.example', '/start'],
  ['/\t/other.example', '/start'],
  ['/.//other.example', '/start'],
  ['/x/..//other.example', '/start'],
  ['/%2e//other.example', '/start'],
  ['/\r\nset-cookie: x', '/set-cookie:%20x'],
];
for (const [next, path] of cases) {
  test(`${JSON.stringify(next)} leads to ${path}`, () => {
    assert.is(nextPath(next, origin), path);
    assert.is(new URL(path, origin).origin, origin);
  });
}

test.run();
