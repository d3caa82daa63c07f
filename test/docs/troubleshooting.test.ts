import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sectionsOf } from '../../scripts/speak/troubleshooting.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');
const sections = sectionsOf(page);
const codes = sections.map(({ code }) => code);

/** What goes wrong between a person and AWS: each of these must be explained. */
const mustBeExplained = [
  'access-denied',
  'captive-portal',
  'clock-skew',
  'endpoint-unreachable',
  'login-required',
  'role-not-assigned',
  'session-ended',
  'throttled',
  'wrong-region',
];

test('every fault between a person and AWS has a section', () => {
  for (const code of mustBeExplained) assert.ok(codes.includes(code), code);
});

test('every section is about a code of a Problem, once, and in order', () => {
  const known = readFileSync(join(root, 'src', 'domain', 'problem.ts'), 'utf8');
  for (const code of codes) assert.ok(known.includes(`  | '${code}'`), code);
  assert.equal(codes, [...new Set(codes)].sort());
});

test('every section says first what is so, and ends with one line feed', () => {
  for (const { code, says, text } of sections) {
    assert.match(says, /^[A-Z].*\.$/, code);
    assert.match(text, /[^\n]\n$/, code);
    assert.ok(text.startsWith(`## ${code}\n\n`), code);
  }
});

test('every link to a section leads to one', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ];
  for (const file of pages)
    for (const [, anchor = ''] of readFileSync(join(root, file), 'utf8').matchAll(
      /troubleshooting\.md#([\w-]+)/g,
    ))
      assert.ok(codes.includes(anchor), `${file}: ${anchor}`);
});

test('what explain prints of a page is its sections, and what stands before them belongs to none', () => {
  assert.equal(
    sectionsOf('# Title\n\nIntro.\n\n## one\n\nIt is\nso. And more.\n\nWhy.\n\n## two\n\nOther\n'),
    [
      { code: 'one', says: 'It is so.', text: '## one\n\nIt is\nso. And more.\n\nWhy.\n' },
      { code: 'two', says: 'Other', text: '## two\n\nOther\n' },
    ],
  );
});

test.run();
