import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { gomplateFunctions } from '../../../src/templates/gomplate/functions.ts';
import { parseJson, printJson } from '../../../src/templates/json.ts';
import { toPlain } from '../../../src/templates/plain.ts';
import { sprigFunctions } from '../../../src/templates/sprig/functions.ts';
import { renderTemplate } from '../../../src/templates/template.ts';
import { outside } from './outside.ts';

const functions = { ...gomplateFunctions(outside), ...sprigFunctions(outside) };
// What runs for long by itself is tested where limits are.
const slow = new Set(['String', 'PBKDF2']);
const names = Object.keys(functions).filter((name) => !slow.has(name));
const data = { vars: { a: 'x', n: 1, f: 1.5, t: true, z: null, l: [1, 'b'], m: { k: 'v' } } };

function finishes(source: string, missingKey: 'default' | 'error' = 'default'): void {
  try {
    renderTemplate(source, { name: 't', data, functions, missingKey });
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
}

test('A text without the left delimiter renders to itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      fc.pre(!text.includes('{{'));
      assert.is(renderTemplate(text, { name: 't', data: {} }), text);
    }),
  );
});

test('A text in quotes renders to itself, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (text) => {
      assert.is(renderTemplate(`{{ ${JSON.stringify(text)} }}`, { name: 't', data: {} }), text);
    }),
  );
});

const value = fc.constantFrom(
  ...[
    '.',
    '.vars',
    '.vars.a',
    '.vars.n',
    '.vars.f',
    '.vars.t',
    '.vars.z',
    '.vars.l',
    '.vars.m',
    '.vars.none',
    '$',
  ],
  ...['1', '-1', '0', '2.5', '"x"', '"a,b"', '"[a-z]+"', '"2006-01-02"', '"%d"', 'nil', 'true', '(list 1 2)'],
  ...['(dict "a" 1)', '(list)', '(int64 3)', '(now)', '(semver "1.2.3")', '"1.2.3"', '(list "a" (list "b"))'],
);
const call = fc
  .tuple(fc.constantFrom(...names), fc.array(value, { maxLength: 4 }))
  .map(([name, args]) => `${name} ${args.join(' ')}`);

test('Any function with any arguments finishes or is a Problem', () => {
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 3 }), (calls) =>
      finishes(`{{ ${calls.join(' | ')} }}`),
    ),
    { numRuns: 3000 },
  );
});

const token = fc.constantFrom(
  ...[
    '{{',
    '}}',
    '{{- ',
    ' -}}',
    '{{/*',
    '*/}}',
    '(',
    ')',
    '|',
    '.',
    '$',
    ',',
    ':=',
    '=',
    '"',
    '`',
    "'",
    '\\',
    '\n',
  ],
  ...[
    'if',
    'else',
    'end',
    'range',
    'with',
    'define',
    'template',
    'block',
    'break',
    'continue',
    'nil',
    'true',
  ],
  ...[
    '.vars',
    '.a',
    '$x',
    '$x := 1',
    '"t"',
    '1',
    '0x',
    '1.5e',
    'print',
    'index',
    'len',
    ' ',
    'é',
    '😀',
    '-',
    '+1',
  ],
);

test('Any sequence of tokens finishes or is a Problem', () => {
  fc.assert(
    fc.property(
      fc.array(token, { maxLength: 30 }),
      fc.constantFrom('default', 'error'),
      (tokens, missingKey) => {
        finishes(tokens.join(' '), missingKey);
        finishes(tokens.join(''), missingKey);
        finishes(`{{ ${tokens.join(' ')} }}`, missingKey);
      },
    ),
    { numRuns: 3000 },
  );
});

test('printf takes any format', () => {
  const part = fc.constantFrom(
    '%',
    'd',
    's',
    'v',
    'q',
    'x',
    'e',
    '#',
    '+',
    '-',
    ' ',
    '0',
    '5',
    '.',
    '*',
    '[1]',
    '[9]',
    'T',
    'U',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.array(value, { maxLength: 3 }), (parts, args) =>
      finishes(`{{ printf ${JSON.stringify(parts.join(''))} ${args.join(' ')} }}`),
    ),
    { numRuns: 2000 },
  );
});

test('JSON that is printed reads back as the same data', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const plain = toPlain(parseJson(text));
      assert.equal(toPlain(parseJson(printJson(parseJson(text), { escapeHtml: true, indent: ' ' }))), plain);
    }),
  );
});

test.run();
