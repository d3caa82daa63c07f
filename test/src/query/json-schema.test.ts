import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import type { MapValue } from '../../../src/domain/value.ts';
import { schemaFaults } from '../../../src/query/json-schema.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const value = readYaml(
  'vars:\n  size: 3\n  kind: big\n  mail: nobody\n  big: 12345678901234567890\n',
  'f.yaml',
) as MapValue;

const told = (schema: object): string[] =>
  schemaFaults(value, JSON.stringify(schema), 's.json').map(
    ({ path, message, at }) => `${at.line} ${path}: ${message}`,
  );

const vars = (properties: object, more: object = {}) => ({ properties: { vars: { properties, ...more } } });
const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#' };
const draft6 = { $schema: 'http://json-schema.org/draft-06/schema#' };

const cases: readonly (readonly [title: string, schema: object, faults: readonly string[]])[] = [
  ['what fits has no fault', vars({ size: { type: 'integer' } }), []],
  [
    'a value of another type is told with its line',
    vars({ size: { type: 'string' } }),
    ['2 vars.size: must be string'],
  ],
  [
    'allowed values are told',
    vars({ kind: { enum: ['a', 'b'] } }),
    ['3 vars.kind: must be equal to one of the allowed values (a, b)'],
  ],
  [
    'a key too many is told at its own line',
    vars({ size: {}, kind: {}, big: {} }, { additionalProperties: false }),
    ['4 vars: must NOT have additional properties (mail)'],
  ],
  [
    'a missing key is told at the map',
    vars({}, { required: ['gone'] }),
    ["1 vars: must have required property 'gone'"],
  ],
  [
    'all faults are told',
    vars({ size: { type: 'string' }, kind: { type: 'null' } }),
    ['2 vars.size: must be string', '3 vars.kind: must be null'],
  ],
  ['an integer of any size is an integer', vars({ big: { type: 'integer' } }), []],
  ['formats are remarks in the newest draft', vars({ mail: { format: 'email' } }), []],
  [
    'formats count in draft 7',
    { ...draft7, ...vars({ mail: { format: 'email' } }) },
    ['4 vars.mail: must match format "email"'],
  ],
  ['draft 6 is read', { ...draft6, ...vars({ size: { type: 'string' } }) }, ['2 vars.size: must be string']],
  [
    'draft 2019-09 is read',
    { $schema: 'https://json-schema.org/draft/2019-09/schema', ...vars({ size: { type: 'string' } }) },
    ['2 vars.size: must be string'],
  ],
  ['keywords of other programs do not matter', { 'x-owner': 'me', ...vars({}) }, []],
];
for (const [title, schema, faults] of cases) test(title, () => assert.equal(told(schema), faults));

const bad: readonly (readonly [text: string, code: string])[] = [
  ['{', 'config-invalid'],
  ['[]', 'config-invalid'],
  ['{"type": "nonsense"}', 'config-invalid'],
  ['{"$ref": "#/nowhere"}', 'config-invalid'],
  ['{"$schema": "http://json-schema.org/draft-04/schema#"}', 'construct-not-supported'],
];
for (const [text, code] of bad)
  test(`the schema ${text} is a Problem ${code} that names its file`, () => {
    try {
      schemaFaults(value, text, 's.json');
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, code);
      assert.is(error.at?.file, 's.json');
      return;
    }
    assert.unreachable();
  });

test.run();
