import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { helpOf, overview } from '../../../scripts/grammar/help.ts';
import { readCall } from '../../../scripts/grammar/read-call.ts';
import { verbs } from '../../../scripts/grammar/verbs.ts';
import { isProblem } from '../../../src/domain/problem.ts';

const read = (line: string) => readCall(verbs, line.split(' '));

const calls: [line: string, words: string[], flags: object][] = [
  ['auth login', [], {}],
  ['auth login --provider sso', [], { provider: 'sso' }],
  ['auth login --provider=sso --device', [], { provider: 'sso', device: true }],
  ['auth login -p sso', [], { provider: 'sso' }],
  ['auth login -p=sso', [], { provider: 'sso' }],
  ['auth login --identity', [], { identity: '' }],
  ['auth login --identity --device', [], { identity: '', device: true }],
  ['auth login -i --device', [], { identity: '', device: true }],
  ['auth login --identity=', [], { identity: '' }],
  ['auth login --identity plat-dev/terraform', [], { identity: 'plat-dev/terraform' }],
  ['auth whoami -i plat-dev/terraform -o json', [], { identity: 'plat-dev/terraform', output: 'json' }],
  ['auth list --profile a,b --profile c', [], { profile: ['a', 'b', 'c'] }],
  ['identity vpc -s plat-ue1-dev --explain', ['vpc'], { stack: 'plat-ue1-dev', explain: true }],
  ['identity -s plat-ue1-dev vpc', ['vpc'], { stack: 'plat-ue1-dev' }],
  ['auth logout plat-dev/terraform', ['plat-dev/terraform'], {}],
  ['describe component vpc --provenance', ['vpc'], { provenance: 'true' }],
  ['describe component vpc --process-functions=false', ['vpc'], { 'process-functions': 'false' }],
  ['describe component vpc --skip exec --skip env,template', ['vpc'], { skip: ['exec', 'env', 'template'] }],
  ['list stacks -c net -f json', [], { component: 'net', format: 'json' }],
];
for (const [line, words, flags] of calls)
  test(`"${line}" is understood`, () => {
    const call = read(line);
    assert.equal(call.words, words);
    assert.equal({ ...call.flags }, flags);
  });

test('a verb that takes anything gets everything as it stands', () => {
  const call = read('terraform plan vpc -s dev -target=a -- -x');
  assert.equal(call.rest, ['plan', 'vpc', '-s', 'dev', '-target=a', '--', '-x']);
  assert.not.ok(call.help);
});

test('what stands after -- is handed on as it stands', () => {
  const call = read('auth exec -i -- cmd --identity -i x --help -- -s=');
  assert.equal(call.rest, ['cmd', '--identity', '-i', 'x', '--help', '--', '-s=']);
  assert.equal({ ...call.flags }, { identity: '' });
  assert.not.ok(call.help);
});

test('--help is the verb’s own, unless it stands after --', () => {
  assert.ok(read('terraform plan --help').help);
  assert.ok(read('identity --help').help);
  assert.not.ok(read('terraform plan vpc -s dev -- --help').help);
});

const faults: [line: string, code: string, message: RegExp, hint: RegExp][] = [
  ['nonsense', 'verb-not-found', /no verb "nonsense"/, /--help/],
  ['auth nonsense', 'verb-not-found', /no verb "auth nonsense"/, /auth knows login, whoami/],
  ['auth login --nonsense', 'usage', /--nonsense is not a flag of auth login/, /auth login --help/],
  ['auth login --device=yes', 'usage', /--device takes no value/, /--help/],
  ['auth login --provider', 'usage', /--provider needs a value/, /--help/],
  ['auth list --format xml', 'usage', /--format is one of table, tree, json, .*, not "xml"/, /--help/],
  ['identity -s dev', 'usage', /identity needs a component/, /identity --help/],
  ['identity vpc eks -s dev', 'usage', /does not take "eks"/, /--help/],
  [
    'auth exec ls -- ls',
    'usage',
    /does not take "ls" before --, only after it: auth exec -- command/,
    /--help/,
  ],
];
for (const [line, code, message, hint] of faults)
  test(`"${line}" is refused with the next step`, () => {
    try {
      read(line);
      assert.unreachable();
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, code);
      assert.match(error.message, message);
      assert.match(error.hint ?? '', hint);
    }
  });

test('the overview names every verb that people use, within 100 columns', () => {
  const text = overview(verbs);
  for (const { path, hidden } of verbs)
    assert.is(text.includes(`  ${path.join(' ')} `), !hidden, path.join(' '));
  for (const line of text.split('\n')) assert.ok(line.length <= 110, line);
});

for (const verb of verbs)
  test(`the help of "${verb.path.join(' ')}" has an example and every flag`, () => {
    const text = helpOf(verb);
    assert.ok(verb.examples.length > 0);
    assert.ok(text.includes(verb.examples[0]?.[0] ?? 'no example'));
    for (const name of Object.keys(verb.flags)) assert.ok(text.includes(`--${name}`), name);
  });

test.run();
