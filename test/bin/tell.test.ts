import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProblemParts } from '../../src/domain/problem.ts';

const tell = join(import.meta.dirname, '..', '..', 'bin', 'tell.ts');
const problem = join(import.meta.dirname, '..', '..', 'src', 'domain', 'problem.ts');

/** What stands on stderr and stdout, and how the process ended; the real file descriptors are what is tested. */
function told(call: string, variables: Readonly<Record<string, string>> = {}) {
  const script = `import { tellBug, tellProblem } from ${JSON.stringify(tell)};
    import { Problem } from ${JSON.stringify(problem)};
    ${call}`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', ...variables } },
  );
  assert.is(stdout, '');
  return { stderr, status };
}

const tellOf = (parts: ProblemParts, variables = {}) =>
  told(`tellProblem(new Problem(${JSON.stringify(parts)}), '/project', ['clock-skew']);`, variables).stderr;

const message = 'It is so.';
const cases: readonly (readonly [title: string, parts: ProblemParts, says: string])[] = [
  ['a message alone', { code: 'usage', message }, 'atmos-kit: It is so.\n'],
  [
    'the hint on a line of its own',
    { code: 'usage', message, hint: 'atmos-kit do' },
    'atmos-kit: It is so.\n  atmos-kit do\n',
  ],
  [
    'the place before the message, from here on',
    { code: 'yaml-invalid', message, at: { file: '/project/stacks/a.yaml', line: 3, column: 9 } },
    'atmos-kit: stacks/a.yaml:3: It is so.\n',
  ],
  [
    'a place elsewhere in full',
    { code: 'yaml-invalid', message, at: { file: '/elsewhere/a.yaml', line: 3 } },
    'atmos-kit: /elsewhere/a.yaml:3: It is so.\n',
  ],
  [
    'a file without a line where the message does not name it',
    { code: 'file-unreadable', message, at: { file: '/project/a' } },
    'atmos-kit: a: It is so.\n',
  ],
  [
    'a file once where the message is about it',
    { code: 'file-unwritable', message: '/project/a cannot be written.', at: { file: '/project/a' } },
    'atmos-kit: /project/a cannot be written.\n',
  ],
  [
    'where more is said, as the last line',
    { code: 'clock-skew', message, hint: 'atmos-kit do' },
    'atmos-kit: It is so.\n  atmos-kit do\n  More: docs/troubleshooting.md#clock-skew (atmos-kit explain clock-skew)\n',
  ],
];

for (const [title, parts, says] of cases) test(title, () => assert.is(tellOf(parts), says));

test('for programs a problem is one line of JSON', () => {
  const at = { file: '/project/a.yaml', line: 3 };
  const line = tellOf(
    { code: 'yaml-invalid', message, hint: 'Correct it.', at },
    { ATMOS_KIT_PROBLEMS: 'json' },
  );
  assert.is(line.split('\n').length, 2);
  assert.equal(JSON.parse(line), { code: 'yaml-invalid', message, hint: 'Correct it.', at, exitCode: 1 });
  const explained = tellOf({ code: 'clock-skew', message }, { ATMOS_KIT_PROBLEMS: 'json' });
  assert.is(JSON.parse(explained).docs, 'docs/troubleshooting.md#clock-skew');
});

test('a bug is called a bug, with its stack, and ends with 70', () => {
  const { stderr, status } = told("tellBug(new TypeError('x is not y'));");
  assert.match(
    stderr,
    /^atmos-kit: this is a bug in atmos-kit, not a mistake of yours\..*\nTypeError: x is not y\n {4}at /,
  );
  assert.is(status, 70);
});

test('a bug that is no Error is told as well', () => {
  assert.match(told("tellBug('thrown text');").stderr, /:\nthrown text\n$/);
});

test.run();
