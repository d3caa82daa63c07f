import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import type { Value } from '../../../src/domain/value.ts';
import { runQuery } from '../../../src/query/run-query.ts';
import { printJson } from '../../../src/yaml/print-json.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const data = readYaml(
  '{vars: {name: a, big: 12345678901234567890, list: [3, 1, 2], "a-b": 1, "0": zero, type: t2}, text: é}',
  'f.yaml',
) as Value;

const answers: readonly (readonly [query: string, answer: string])[] = [
  ['.vars.name', '"a"'],
  ['.vars.big', '12345678901234567890'],
  ['.vars.list[0]', '3'],
  ['.vars.nothing', 'null'],
  ['.vars.nothing.below', 'null'],
  ['.vars.nothing // "d"', '"d"'],
  ['.vars."a-b"', '1'],
  ['.vars["0"]', '"zero"'],
  ['.vars.type', '"t2"'],
  ['keys', '["text","vars"]'],
  ['[.vars.list[] | select(. > 1)]', '[3,2]'],
  ['.vars.list | map(. * 2)', '[6,2,4]'],
  ['.vars.list | sort', '[1,2,3]'],
  ['.vars | has("name")', 'true'],
  ['.vars | to_entries | length', '6'],
  ['.text | test("^é$")', 'true'],
  ['{text}', '{"text":"é"}'],
  ['empty', 'null'],
  ['-1', '-1'],
  ['{type: .text}', '{"type":"é"}'],
  ['.vars.name # why', '"a"'],
  ['.vars.list | length > 2 and true', 'true'],
];
for (const [query, answer] of answers)
  test(`${query} is ${answer}`, async () => {
    assert.is(printJson(await runQuery(data, query), true), answer);
  });

const refused: readonly (readonly [query: string, code: string, word: string])[] = [
  ['.text == "*"', 'construct-not-supported', 'pattern'],
  ['.text != "é?"', 'construct-not-supported', 'pattern'],
  ['.vars.a-b', 'construct-not-supported', '."a-b"'],
  ['.vars.list | unique', 'construct-not-supported', 'order'],
  ['.vars.list | group_by(.)', 'construct-not-supported', 'order'],
  ['.text | type', 'construct-not-supported', 'tag'],
  ['.text | sub("a"; "b")', 'construct-not-supported', 'gsub'],
  ['env.HOME', 'construct-not-supported', 'value'],
  ['$ENV.HOME', 'construct-not-supported', 'value'],
  ['.0', 'construct-not-supported', '.["0"]'],
  ['.text | upcase', 'construct-not-supported', 'upcase'],
  ['.vars | omit(["name"])', 'construct-not-supported', 'omit'],
  ['.. | select(tag == "!!str")', 'construct-not-supported', 'tag'],
  ['@props', 'construct-not-supported', 'props'],
  ['.vars |', 'usage', 'syntax error'],
  ['--version', 'construct-not-supported', 'version'],
  ['', 'usage', 'program'],
  ['. | halt_error', 'construct-not-supported', 'jq itself'],
  ['[inputs]', 'construct-not-supported', 'jq itself'],
  ['.vars.list[]', 'usage', '3 things'],
  ['.text.below', 'usage', '.a.b?'],
];
for (const [query, code, word] of refused)
  test(`${query} is refused, and the reason says ${word}`, async () => {
    const problem = await fault(query);
    assert.is(problem.code, code);
    assert.ok(`${problem.message} ${problem.hint}`.includes(word), `${problem.message} ${problem.hint}`);
  });

test('what stands in a text is no construct', async () => {
  assert.is(printJson(await runQuery(data, '"unique .a-b type $ENV"'), true), '"unique .a-b type $ENV"');
});

test('a query over many values takes no long time', async () => {
  const many: Value = { type: 'list', items: Array.from({ length: 100_000 }, () => data), at: data.at };
  assert.is(printJson(await runQuery(many, 'length')), '100000');
});

test('what JSON cannot hold is told with its place', async () => {
  const value = readYaml('a: .inf', 'f.yaml') as Value;
  const problem = await runQuery(value, '.a').then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(isProblem(problem));
  assert.equal(problem.at, { file: 'f.yaml', line: 1, column: 4 });
});

async function fault(query: string): Promise<Problem> {
  try {
    await runQuery(data, query);
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error(`${query} was answered`);
}

test.run();
