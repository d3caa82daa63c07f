import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadProject } from '../../../src/config/load-project.ts';
import {
  type EffectRequest,
  type Effects,
  effectKey,
  isSuspended,
  Suspended,
} from '../../../src/domain/effect.ts';
import { isProblem, Problem } from '../../../src/domain/problem.ts';
import { type Plain, toPlain } from '../../../src/domain/value.ts';
import { describeComponent } from '../../../src/stacks/describe-component.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { byPattern, open, type Small } from './small-project.ts';

const templates = `${byPattern}\ntemplates: {settings: {enabled: true, sprig: {enabled: true}}}`;
const stack = (components: string): Small => ({
  config: templates,
  manifests: { 'orgs/dev.yaml': `vars: {tenant: a, stage: dev}\ncomponents: {terraform: {${components}}}` },
});

/** The variable `v` of vpc where the world knows some answers; what was asked for is noted. */
function ask(small: Small, answers: Readonly<Record<string, Plain>>, options = {}) {
  const { world, project } = open(small);
  const asked: EffectRequest[] = [];
  const effects: Effects = {
    answer(request) {
      asked.push(request);
      const name =
        'command' in request ? request.command : 'component' in request ? request.component : request.type;
      const answer = answers[name];
      if (answer === undefined) throw new Suspended([request]);
      return answer;
    },
  };
  const wanted = { component: 'vpc', stack: 'a-dev', ...options };
  const found = describeComponent({ ...world, effects }, project, wanted);
  const vars = toPlain(found.sections) as { vars: { v?: Plain } };
  return { v: vars.vars.v, asked, warnings: found.warnings };
}

const values: readonly (readonly [string, string, Readonly<Record<string, Plain>>, Plain | undefined])[] = [
  ['!exec gives text without its last line breaks', '!exec echo x', { 'echo x': 'x\n\n' }, 'x'],
  ['!exec gives data where it writes JSON', '!exec j', { j: '{"a": [1, true]}\n' }, { a: [1, true] }],
  ['!exec keeps big integers', '!exec n', { n: '9007199254740993' }, 9007199254740993n],
  ['an output by its name', '!terraform.output db id', { db: { id: 'i-1' } }, 'i-1'],
  ['an output by a path', '!terraform.output "db .list[1]"', { db: { list: [1, 2] } }, 2],
  ['an output of a stack that is named', '!terraform.state db a-prod id', { db: { id: 7 } }, 7],
  ['a missing output is nothing', '!terraform.state db gone', { db: { id: 7 } }, null],
  ['a default stands in for a missing output', '!terraform.state db .gone // "none"', { db: {} }, 'none'],
  ['a default stands in for a missing state', '!terraform.state db .gone // "none"', { db: null }, 'none'],
  ['without a state the value is not known', '!terraform.state db id', { db: null }, '(computed)'],
  ['a fact of the repository', '!git.sha', { git: 'abc' }, 'abc'],
  ['any other function', '!store ssm key', { function: 'secret' }, 'secret'],
  ['atmos.Component reads a variable', '"{{ (atmos.Component `db` .stack).vars.size }}"', {}, 'big'],
  [
    'atmos.Component reads an output',
    '"{{ (atmos.Component `db` .stack).outputs.id }}"',
    { db: { id: 'i-2' } },
    'i-2',
  ],
];
for (const [title, text, answers, expected] of values)
  test(title, () => {
    const { v } = ask(stack(`vpc: {vars: {v: ${text}}}, db: {vars: {size: big}}`), answers);
    assert.equal(v, expected);
  });

test('what cannot be told is a warning, or, where that is wanted, a Problem', () => {
  const small = stack('vpc: {vars: {v: !terraform.state db id}}');
  assert.equal(
    ask(small, { db: null }).warnings.map(({ code, at }) => [code, at?.line]),
    [['function-failed', 2]],
  );
  try {
    ask(small, { db: null }, { strict: true });
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error));
    assert.is(error.code, 'function-failed');
  }
});

test('one suspension names everything that a section misses', () => {
  try {
    ask(stack('vpc: {vars: {v: !exec a, w: [!exec b, {x: !exec c}]}}'), {});
    assert.unreachable();
  } catch (error) {
    assert.ok(isSuspended(error));
    assert.equal(
      error.requests.map((request) => 'command' in request && request.command),
      ['a', 'b', 'c'],
    );
    assert.equal(error.requests[0]?.from, { component: 'vpc', stack: 'a-dev' });
  }
});

test('nothing is asked for a value that nobody looks at', () => {
  const { world, project } = open(
    stack('vpc: {vars: {v: !exec boom}, auth: {identities: {x: {default: true}}}}'),
  );
  const effects: Effects = {
    answer() {
      throw new Problem({ code: 'function-failed', message: 'ran' });
    },
  };
  const found = findComponent({ ...world, effects }, project, { component: 'vpc', stack: 'a-dev' });
  assert.equal(toPlain(found.auth), { identities: { x: { default: true } } });
  assert.equal(
    found.identityDefaults.map(({ identity }) => identity),
    ['x'],
  );
  assert.throws(() => found.vars, /ran/);
});

test('functions stay as they are written where they are off, or skipped by name', () => {
  const small = stack('vpc: {vars: {v: !exec "date +%s"}}');
  assert.is(ask(small, {}, { processFunctions: false }).v, '!exec date +%s');
  assert.is(ask(small, {}, { skip: ['exec'] }).v, '!exec date +%s');
});

test('components that need each other through atmos.Component are told as a circle', () => {
  const other = (name: string): string => `"{{ (atmos.Component \`${name}\` .stack).vars.v }}"`;
  try {
    ask(stack(`vpc: {vars: {v: ${other('db')}}}, db: {vars: {v: ${other('vpc')}}}`), {});
    assert.unreachable();
  } catch (error) {
    assert.ok(isProblem(error), String(error));
    assert.match(error.hint ?? '', /vpc in a-dev → db in a-dev → vpc in a-dev/);
  }
});

test('where a request stands does not make it another one', () => {
  const at = { file: 'a', line: 1 };
  const one: EffectRequest = { type: 'exec', command: 'x', at };
  assert.is(effectKey(one), effectKey({ ...one, at: { file: 'b' }, from: { component: 'c', stack: 's' } }));
});

test('functions of the configuration ask as well', () => {
  const { world, files } = open({ manifests: {} });
  const effects: Effects = { answer: (request) => (request.type === 'exec' ? 'debug\n' : '000000000003') };
  const text = 'logs: {level: !exec level}\nx: {r: !random 1 2, i: !include /p/i.json}';
  const read = (path: string): string | undefined =>
    path === '/p/atmos.yaml' ? text : path === '/p/i.json' ? '{"K": 1}' : files.read(path);
  const stat = (path: string) =>
    path === '/p/i.json' ? { type: 'file' as const, stamp: '' } : files.stat(path);
  const project = loadProject({ ...world, files: { ...files, read, stat }, effects }, { cwd: '/p' });
  const config = toPlain(project.config) as { [key: string]: Plain };
  assert.equal([config['logs'], config['x']], [{ level: 'debug' }, { r: 2, i: { k: 1 } }]);
});

test.run();
