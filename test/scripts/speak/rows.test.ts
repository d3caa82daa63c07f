import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type RowsFormat, rowsText } from '../../../scripts/speak/rows.ts';

const rows = {
  names: ['Stack', 'Type'],
  rows: [
    ['a,"b"', 'x'],
    ['longer name', 'y\tz'],
  ],
};
const texts: readonly (readonly [format: RowsFormat, text: string])[] = [
  ['table', 'STACK        TYPE\na,"b"        x\nlonger name  y\\tz\n'],
  ['csv', 'Stack,Type\r\n"a,""b""",x\r\nlonger name,y\tz\r\n'],
  ['tsv', 'Stack\tType\na,"b"\tx\nlonger name\ty z\n'],
  ['yaml', '- Stack: a,"b"\n  Type: x\n- Stack: longer name\n  Type: "y\\tz"\n'],
];
for (const [format, text] of texts) test(`rows as ${format}`, () => assert.is(rowsText(rows, format), text));

test('rows as JSON are maps by the names of the columns', () => {
  assert.equal(JSON.parse(rowsText(rows, 'json')), [
    { Stack: 'a,"b"', Type: 'x' },
    { Stack: 'longer name', Type: 'y\tz' },
  ]);
});

test('no rows are an empty list for programs, and the names of columns for people', () => {
  assert.is(rowsText({ names: ['Stack'], rows: [] }, 'json'), '[]\n');
  assert.is(rowsText({ names: ['Stack'], rows: [] }, 'table'), 'STACK\n');
});

test.run();
