import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { refusedStore } from '../../../src/flows/refused-store.ts';
import { mapOf, projectOf } from '../terraform/project.ts';

const at = { file: 'dev.yaml', line: 3 };
const stores = { params: { type: 'aws-ssm-parameter-store' }, cache: { kind: 'redis' } };
const project = projectOf({}, { config: mapOf({ stores }) });

const asked: readonly (readonly [name: string, text: string, code: string | undefined, word: RegExp])[] = [
  [
    '!store',
    'params vpc id',
    'construct-not-supported',
    /!store asks the store params, .*aws-ssm-parameter-store/,
  ],
  ['!store', '"Params" vpc id', 'construct-not-supported', /store Params/],
  ['!store.get', 'cache key', 'construct-not-supported', /!store\.get .*redis/],
  ['atmos.Store', '["cache","dev","vpc","id"]', 'construct-not-supported', /atmos\.Store .*redis/],
  ['!store', 'nowhere vpc id', 'config-invalid', /nowhere, which atmos\.yaml does not have/],
  ['!store', '', 'config-invalid', /does not have/],
  ['!secret', 'params', undefined, /^$/],
];
for (const [name, text, code, word] of asked)
  test(`${name} ${text} is ${code ?? 'no question of a store'}`, () => {
    const problem = refusedStore(project, { name, text, at });
    assert.equal([problem?.code, problem?.at], [code, code && at]);
    assert.match(problem?.message ?? '', word);
  });

test.run();
