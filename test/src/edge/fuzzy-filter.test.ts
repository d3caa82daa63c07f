import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fuzzyFilter } from '../../../src/edge/fuzzy-filter.ts';

const names = [
  'core-auto/Admin',
  'plat-dev/ReadOnlyAccess',
  'plat-dev/terraform',
  'plat-prod/terraform',
  'dev',
];

for (const [typed, found] of [
  ['', names],
  ['dev', ['dev', 'plat-dev/ReadOnlyAccess', 'plat-dev/terraform']],
  ['PROD', ['plat-prod/terraform']],
  ['pdt', ['plat-dev/terraform', 'plat-prod/terraform']],
  ['plat terr', ['plat-dev/terraform', 'plat-prod/terraform']],
  ['terr dev', ['plat-dev/terraform']],
  ['zzz', []],
] as const)
  test(`"${typed}" leaves ${found.length}`, () =>
    assert.equal(
      fuzzyFilter(names, typed, (name) => name),
      found,
    ));

test.run();
