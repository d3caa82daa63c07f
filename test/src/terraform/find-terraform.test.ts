import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { findTerraform } from '../../../src/terraform/find-terraform.ts';

const on =
  (...programs: readonly string[]) =>
  (program: string) =>
    programs.includes(program) ? `/bin/${program}` : undefined;

const found: readonly (readonly [program: string, there: readonly string[], path: string])[] = [
  ['terraform', ['terraform', 'tofu'], '/bin/terraform'],
  ['terraform', ['tofu'], '/bin/tofu'],
  ['tofu', ['terraform', 'tofu'], '/bin/tofu'],
  ['terraform-1.9', ['terraform', 'terraform-1.9'], '/bin/terraform-1.9'],
];

for (const [program, there, path] of found) {
  test(`${program} is ${path} where there is ${there.join(' and ')}`, () =>
    assert.is(findTerraform(program, on(...there)), path));
}

const missing: readonly (readonly [program: string, there: readonly string[], hint: RegExp])[] = [
  ['terraform', [], /apt-get install terraform.*brew install/],
  ['tofu', ['terraform'], /apt-get install tofu.*brew install/],
  ['terraform-1.9', ['terraform', 'tofu'], /components\.terraform\.command/],
];

for (const [program, there, hint] of missing) {
  test(`${program} is not found where there is ${there.join(' and ') || 'nothing'}`, () => {
    try {
      findTerraform(program, on(...there));
    } catch (error) {
      assert.ok(isProblem(error));
      assert.is(error.code, 'terraform-not-found');
      assert.match(error.hint ?? '', hint);
      return;
    }
    assert.unreachable();
  });
}

test.run();
