import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sectionAsked } from '../../../src/query/section-asked.ts';

const queries: readonly (readonly [query: string, section: string | undefined])[] = [
  ['.metadata', 'metadata'],
  [' .vars.a.b ', 'vars'],
  ['.vars["a b"].c[0]', 'vars'],
  ['.vars.list[] | .name', 'vars'],
  ['.backend_type', 'backend_type'],
  ['.vars.a?', 'vars'],
  ['.vars | keys', 'vars'],
  ['.', undefined],
  ['. | .vars', undefined],
  ['.vars.a // .settings.a', undefined],
  ['.vars, .settings', undefined],
  ['.vars + .settings | keys', undefined],
  ['.vars as $v | .settings', undefined],
  ['.vars[.settings.key]', undefined],
  ['[.vars, .settings]', undefined],
  ['."vars"', undefined],
  ['keys', undefined],
  ['.vars.a == .vars.b', undefined],
];
for (const [query, section] of queries)
  test(`${query} looks at ${section ?? 'everything'}`, () => assert.is(sectionAsked(query), section));

test.run();
