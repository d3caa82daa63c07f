import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Plain } from '../../../src/domain/value.ts';
import { outputsIn, outputsOfState } from '../../../src/terraform/state-outputs.ts';

const at = { file: 'dev.yaml', line: 3 };
const outputs =
  '{"id": {"value": "v", "type": "string"}, "secret": {"sensitive": true, "value": {"a": [1]}}}';
const values = { id: 'v', secret: { a: [1] } };

const states: readonly (readonly [what: string, text: string, found: Plain])[] = [
  ['outputs', `{"version": 4, "outputs": ${outputs}}`, values],
  ['resources and no outputs', '{"version": 4, "outputs": {}, "resources": [{}]}', {}],
  ['nothing at all', '{"version": 4, "outputs": {}, "resources": []}', null],
  ['an output that is null', '{"version": 4, "outputs": {"a": {"value": null}}}', { a: null }],
  ['an output that is false', '{"version": 4, "outputs": {"a": {"value": false}}}', { a: false }],
];
for (const [what, text, found] of states)
  test(`a state with ${what}`, () => assert.equal(outputsOfState(text, 'x.tfstate', at), found));

for (const text of [
  '',
  'no',
  '[]',
  '{"version": 3, "modules": []}',
  '{"version": 4}',
  '{"version": 4, "outputs": []}',
])
  test(`${JSON.stringify(text)} is no state`, () => {
    try {
      outputsOfState(text, 'x.tfstate', at);
      assert.unreachable();
    } catch (error) {
      assert.ok(isProblem(error) && error.code === 'function-failed' && error.at === at);
      assert.match((error as Error).message, /^x\.tfstate is not/);
    }
  });

test('what terraform output -json writes has the same shape', () => {
  assert.equal(outputsIn(outputs), values);
  assert.equal(outputsIn('{}'), {});
  assert.is(outputsIn('Warning: no'), undefined);
});

test.run();
