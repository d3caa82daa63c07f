import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { writeDown, writtenDown } from '../../../src/flows/audit.ts';

test('what was written down is read again, but for lines that were torn', () => {
  let text = '';
  const journal = {
    add: (_: string, line: string) => {
      text += `${line}\n`;
    },
  };
  const reason = 'two\nlines, "quoted"';
  writeDown({ journal }, '/audit', { event: 'opened', reason });
  text += '{"event":"op\n[1]\nnull\n';
  writeDown({ journal }, '/audit', { event: 'closed', seconds: 3 });
  const files = { read: () => text, stat: () => undefined, list: () => undefined };
  assert.equal(writtenDown({ files }, '/audit'), [
    { event: 'opened', reason },
    { event: 'closed', seconds: 3 },
  ]);
  assert.equal(writtenDown({ files: { ...files, read: () => undefined } }, '/audit'), []);
});

test.run();
