import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { type Node, orderRuns, predecessors } from '../../../src/terraform/order-runs.ts';

/** `a>b` means that a depends on b; `a@prod` stands in another stack than dev. */
function nodes(text: string): readonly Node[] {
  const target = (word: string) => {
    const [component = '', stack = 'dev'] = word.split('@');
    return { component, stack };
  };
  return text.split(' ').map((word) => {
    const [node = '', targets = ''] = word.split('>');
    return { ...target(node), dependsOn: targets.split(',').flatMap((one) => (one ? [target(one)] : [])) };
  });
}

const spoken = (list: readonly Node[]) =>
  list.map(({ component, stack }) => (stack === 'dev' ? component : `${component}@${stack}`)).join(' ');

const orders: readonly (readonly [given: string, order: string, reverse: string])[] = [
  ['b a c', 'a b c', 'a b c'],
  ['zeta alpha>mid mid>zeta solo', 'solo zeta mid alpha', 'alpha mid solo zeta'],
  ['a@prod a', 'a a@prod', 'a a@prod'],
  ['a>b b c>a', 'b a c', 'c a b'],
  ['a>elsewhere b', 'a b', 'a b'],
  ['a>b@prod b@prod b', 'b b@prod a', 'a b b@prod'],
  ['b a>b c>a,b', 'b a c', 'c a b'],
];

for (const [given, order, reverse] of orders)
  test(`${given} runs as ${order}, and is destroyed as ${reverse}`, () => {
    assert.is(spoken(orderRuns(nodes(given))), order);
    assert.is(spoken(orderRuns(nodes(given), true)), reverse);
  });

const circles: readonly (readonly [given: string, told: string])[] = [
  ['a>a', 'a in dev → a in dev'],
  ['a>b b>c c>a', 'a in dev → b in dev → c in dev → a in dev'],
  ['first>b b>c c>b last', 'b in dev → c in dev → b in dev'],
  ['a>b b>c c>d,b d', 'b in dev → c in dev → b in dev'],
];

for (const [given, told] of circles)
  test(`${given} is refused in both directions, and the circle is told`, () => {
    for (const reverse of [false, true])
      try {
        orderRuns(nodes(given), reverse);
        assert.unreachable();
      } catch (error) {
        if (!isProblem(error)) throw error;
        assert.is(error.code, 'stack-invalid');
        assert.ok(error.message.endsWith(`in a circle: ${told}.`), error.message);
      }
  });

test('whatever has no circle is ordered whole, everything after what it depends on', () => {
  // An edge only ever leads to a smaller number, so that there is no circle.
  const graph = fc
    .array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { maxLength: 12 })
    .map((lists): readonly Node[] =>
      lists.map((list, index) => ({
        component: `c${index}`,
        stack: 's',
        dependsOn: list.filter((to) => to < index).map((to) => ({ component: `c${to}`, stack: 's' })),
      })),
    );
  fc.assert(
    fc.property(graph, fc.boolean(), (given, reverse) => {
      const order = orderRuns(given, reverse);
      assert.is(order.length, given.length);
      const before = predecessors(given, reverse);
      const seen = new Set<string>();
      for (const { component, stack } of order) {
        const key = JSON.stringify([component, stack]);
        for (const first of before.get(key) ?? []) assert.ok(seen.has(first));
        seen.add(key);
      }
    }),
  );
});

test.run();
