import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { IdentityDefault } from '../../../src/domain/component.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { type PickRequest, pickIdentity } from '../../../src/identity/pick-identity.ts';
import { acme, auth } from './project.ts';

type Layer = IdentityDefault['layer'];
const section = auth(acme);
const [tf, ro, root] = ['plat-dev/terraform', 'plat-dev/readonlyaccess', 'core-root/terraform'];

/** `stack tf`, `component !ro`: a marker of a layer, in a file named after the layer unless one is given. */
function markers(...list: string[]): IdentityDefault[] {
  return list.map((text, index) => {
    const [layer = '', name = '', file = layer] = text.split(' ');
    const identity = { tf, ro, root }[name.replace('!', '')] ?? name;
    return { layer: layer as Layer, identity, value: !name.startsWith('!'), at: { file, line: index + 1 } };
  });
}
const pick = (request: Partial<PickRequest>) => pickIdentity({ auth: section, defaults: [], ...request });
const nameOf = (request: Partial<PickRequest>) => {
  const choice = pick(request);
  return choice.type === 'identity' ? `${choice.identity.name} by ${choice.why.source}` : choice.type;
};

const rules: [title: string, request: Partial<PickRequest>, outcome: string][] = [
  [
    'the flag outranks everything',
    { flag: 'plat-dev/terraform', environment: root, defaults: markers('component ro') },
    'plat-dev/terraform by flag',
  ],
  ['the flag compares without case', { flag: 'PLAT-DEV/READONLYACCESS' }, 'plat-dev/ReadOnlyAccess by flag'],
  [
    'ATMOS_IDENTITY outranks every default',
    { environment: root, defaults: markers('component ro') },
    'core-root/terraform by ATMOS_IDENTITY',
  ],
  [
    'an empty ATMOS_IDENTITY is none',
    { environment: '', defaults: markers('component ro') },
    'plat-dev/ReadOnlyAccess by component',
  ],
  [
    'the component outranks the stack',
    { defaults: markers('component ro', 'stack tf') },
    'plat-dev/ReadOnlyAccess by component',
  ],
  [
    'the stack outranks its imports',
    { defaults: markers('stack tf', 'import ro') },
    'plat-dev/terraform by stack',
  ],
  [
    'imports outrank the profile',
    { defaults: markers('import ro', 'profile tf') },
    'plat-dev/ReadOnlyAccess by import',
  ],
  [
    'the profile outranks atmos.yaml',
    { defaults: markers('profile tf', 'atmos.yaml ro') },
    'plat-dev/terraform by profile',
  ],
  [
    'atmos.yaml is the last word',
    { defaults: markers('atmos.yaml ro') },
    'plat-dev/ReadOnlyAccess by atmos.yaml',
  ],
  [
    'the nearer of two imports wins',
    { defaults: markers('import tf near', 'import ro far') },
    'plat-dev/terraform by import',
  ],
  [
    'the same identity twice in one file is one',
    { defaults: markers('stack tf', 'stack tf') },
    'plat-dev/terraform by stack',
  ],
  [
    'a more specific false silences a default',
    { defaults: markers('component !tf', 'stack tf', 'profile ro') },
    'plat-dev/ReadOnlyAccess by profile',
  ],
  [
    'a less specific false silences nothing',
    { defaults: markers('stack tf', 'profile !tf') },
    'plat-dev/terraform by stack',
  ],
  ['nothing named means ask', {}, 'ask'],
  ['only a false means ask', { defaults: markers('stack !tf') }, 'ask'],
  ['two in one file mean ask', { defaults: markers('stack tf', 'stack ro') }, 'ask'],
  ['the flag without a value means ask', { flag: '', defaults: markers('stack tf') }, 'ask'],
  ['--identity=false means without', { flag: 'false', defaults: markers('stack tf') }, 'without'],
  ['OFF, no and 0 mean the same', { flag: 'OFF' }, 'without'],
  ['so does ATMOS_IDENTITY=no', { environment: 'no', defaults: markers('stack tf') }, 'without'],
  [
    'the flag wins over ATMOS_IDENTITY=false',
    { flag: tf, environment: 'false' },
    'plat-dev/terraform by flag',
  ],
];
for (const [title, request, outcome] of rules) test(title, () => assert.is(nameOf(request), outcome));

test('asking after two defaults offers those two', () => {
  const choice = pick({ defaults: markers('stack tf', 'stack ro') });
  assert.equal(choice.type === 'ask' && choice.choices.map(({ name }) => name), [
    'plat-dev/terraform',
    'plat-dev/ReadOnlyAccess',
  ]);
});

test('everything that lost is told, with its place and why', () => {
  const choice = pick({ environment: root, flag: tf, defaults: markers('stack ro', 'profile root') });
  assert.equal(choice.type === 'identity' && choice.lost, [
    { identity: root, source: 'ATMOS_IDENTITY', because: '--identity outranks it' },
    {
      identity: ro,
      source: 'stack',
      at: { file: 'stack', line: 1 },
      because: '--identity outranks every default',
    },
    {
      identity: root,
      source: 'profile',
      at: { file: 'profile', line: 2 },
      because: '--identity outranks every default',
    },
  ]);
});

test('a silenced default is told as such', () => {
  const choice = pick({ defaults: markers('component !tf', 'stack tf', 'profile ro') });
  assert.is(
    choice.type === 'identity' && choice.lost[0]?.because,
    'a more specific layer says default: false',
  );
});

const problems: [title: string, request: Partial<PickRequest>, message: RegExp][] = [
  [
    'a mistyped flag suggests the nearest name',
    { flag: 'plat-dev/teraform' },
    /Did you mean "plat-dev\/terraform"\?/,
  ],
  ['a flag far from any name suggests none', { flag: 'zzzzzzzzzzzz' }, /no identity "zzzzzzzzzzzz" here\.$/],
  [
    'a default that no profile defines is told with its line',
    { defaults: markers('stack plat-prod/terraform') },
    /plat-prod\/terraform is not defined/,
  ],
];
for (const [title, request, message] of problems)
  test(title, () => {
    try {
      pick(request);
      assert.unreachable();
    } catch (error) {
      assert.ok(isProblem(error), String(error));
      assert.is(error.code, 'identity-not-found');
      assert.match(error.message, message);
    }
  });

test.run();
