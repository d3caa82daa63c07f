import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { annotatedJson, annotatedYaml } from '../../../scripts/speak/provenance.ts';
import { mergeValues } from '../../../src/domain/merge.ts';
import { type MapValue, toPlain } from '../../../src/domain/value.ts';
import { treeOf } from '../../../src/yaml/plain-value.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const low = readYaml(
  'vars:\n  a: 1\n  text: |\n    two\n    lines\n  list: [x, {k: v}]\n  none: {}\n',
  '/p/low.yaml',
) as MapValue;
const high = readYaml('\nvars: {a: 2}\n', '/p/high.yaml') as MapValue;
const merged = mergeValues(low, high) as MapValue;
const sections: MapValue = {
  ...merged,
  entries: new Map(merged.entries).set('imports', treeOf(['x'], merged.at)),
};

test('each value is followed by the file and line that it was written in', () => {
  const lines = annotatedYaml(sections, '/p')
    .split('\n')
    .map((line) => line.replace(/ +#/, ' #'));
  assert.equal(lines, [
    'imports:',
    '  - x',
    'vars:',
    '  a: 2 # high.yaml:2',
    '  list:',
    '    - x # low.yaml:6',
    '    - k: v # low.yaml:6',
    '  none: {} # low.yaml:7',
    '  text: | # low.yaml:3',
    '    two',
    '    lines',
    '',
  ]);
});

test('with its comments it is the same YAML', () => {
  assert.equal(toPlain(readYaml(annotatedYaml(sections, '/p'), 'f') as MapValue), toPlain(sections));
});

test('for programs places stand by path', () => {
  assert.equal(JSON.parse(annotatedJson(sections, '/p')).provenance, {
    'vars.a': 'high.yaml:2',
    'vars.list[0]': 'low.yaml:6',
    'vars.list[1].k': 'low.yaml:6',
    'vars.none': 'low.yaml:7',
    'vars.text': 'low.yaml:3',
  });
});

test.run();
