import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { customVerb, isBuiltIn } from '../../../scripts/grammar/custom-verb.ts';
import { readCall } from '../../../scripts/grammar/read-call.ts';
import { verbs } from '../../../scripts/grammar/verbs.ts';
import type { MapValue } from '../../../src/domain/value.ts';
import { customCommands, stepsOf } from '../../../src/workflows/custom-commands.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const commands = (text: string) => customCommands(readYaml(text, 'atmos.yaml') as MapValue);

test('nested commands are found by their whole path, and aliases are not shown twice', () => {
  const found = commands(`
commands:
  - name: parent
    aliases: [p]
    commands: [{name: child, steps: [a]}]
  - {name: two words, steps: [b]}
  - {name: parent, steps: [late]}
  - {steps: [nameless]}
`);
  assert.equal(
    found.map(({ path, alias, runs }) => [path.join(' '), alias, runs]),
    [
      ['parent', false, false],
      ['parent child', false, true],
      ['p', true, false],
      ['p child', true, true],
      ['two words', false, true],
    ],
  );
});

test('text is a shell step, and a command without steps is told', () => {
  const [one, none] = commands('commands: [{name: a, steps: [x, {command: y, type: atmos}]}, {name: b}]');
  assert.equal(
    stepsOf(one as NonNullable<typeof one>).map(({ type, command }) => `${type} ${command}`),
    ['shell x', 'atmos y'],
  );
  assert.throws(() => stepsOf(none as NonNullable<typeof none>), /has no steps/);
});

test('arguments and flags are read as those of our own verbs, and an own flag takes the place of ours', () => {
  const [command] = commands(`
commands:
  - name: hello
    arguments: [{name: who, required: true}, {name: mood, default: fine}]
    flags: [{name: loud, shorthand: l, type: bool}, {name: profile}, {name: input, shorthand: i}]
    steps: [a]
`);
  const verb = customVerb(command as NonNullable<typeof command>);
  const read = (line: string) => readCall([verb], line.split(' '));
  assert.equal(read('hello bob -l --profile= -i x').flags, { loud: 'true', profile: '', input: 'x' });
  assert.equal(read('hello bob --identity').flags, { identity: '' });
  assert.equal(read('hello bob sad -- -x').rest, ['-x']);
  assert.throws(() => read('hello'), /needs a who/);
});

const taken: [line: string, builtIn: boolean][] = [
  ['terraform plan vpc', true],
  ['terraform extra', false],
  ['terraform', true],
  ['terraform -help', true],
  ['plan vpc', true],
  ['auth login', true],
  ['auth extra', false],
  ['hello', false],
  ['--verbose', true],
];
for (const [line, builtIn] of taken)
  test(`"${line}" is ${builtIn ? 'ours' : "the project's where it has one"}`, () =>
    assert.is(isBuiltIn(verbs, line.split(' ')), builtIn));

test.run();
