/**
 * The tables in recorded/ say what Go's text/template prints for a template and the data in data.json, with sprig
 * v3.3.0 and gomplate v3.11.8 (over each other as `functions` says, sprig on top). A small Go program rendered every
 * template and wrote down the output, or the kind of failure with the line that Go named. To add rows, render them
 * with the same libraries; never write an expectation by hand.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { isProblem } from '../../../src/domain/problem.ts';
import { gomplateFunctions } from '../../../src/templates/gomplate/functions.ts';
import { sprigFunctions } from '../../../src/templates/sprig/functions.ts';
import { renderTemplate } from '../../../src/templates/template.ts';
import type { FunctionMap } from '../../../src/templates/values.ts';
import { outside } from './outside.ts';

interface Row {
  readonly template: string;
  readonly functions?: 'sprig' | 'gomplate' | 'both';
  readonly missingKey?: 'error' | 'zero';
  readonly delimiters?: readonly [string, string];
  readonly output?: string;
  readonly fails?: string;
  readonly line?: number;
}

const folder = join(import.meta.dirname, 'recorded');
// Integers beyond 2^53 stay exact, as the project's own reader keeps them.
const data = () => parse(readFileSync(join(folder, 'data.json'), 'utf8'), { intAsBigInt: true });

const functions: Readonly<Record<NonNullable<Row['functions']>, FunctionMap>> = {
  sprig: sprigFunctions(outside),
  gomplate: gomplateFunctions(outside),
  both: { ...gomplateFunctions(outside), ...sprigFunctions(outside) },
};

const kinds: readonly (readonly [RegExp, string])[] = [
  [/there is no function/, 'unknown function'],
  [/the variable .* is not defined/, 'unknown variable'],
  [/there is no value for the key/, 'missing key'],
  [/there is no template/, 'unknown template'],
  [/wrong number of arguments for/, 'number of arguments'],
];

function outcome(row: Row): unknown {
  try {
    return renderTemplate(row.template, {
      name: 'main',
      data: data(),
      functions: row.functions && functions[row.functions],
      missingKey: row.missingKey,
      delimiters: row.delimiters,
      at: { file: 'main', line: 1 },
    });
  } catch (error) {
    if (!isProblem(error)) throw error;
    const known = kinds.find(([pattern]) => pattern.test(error.message))?.[1];
    // Go tells syntax from execution only by its wording; the line and that it fails are what counts.
    return { fails: known ?? 'other', line: error.at?.line };
  }
}

const expected = (row: Row): unknown => {
  if (row.fails === undefined) return row.output;
  const other = row.fails === 'syntax' || row.fails === 'execution';
  return { fails: other ? 'other' : row.fails, line: row.line ?? 1 };
};

for (const file of readdirSync(folder).filter((name) => name !== 'data.json')) {
  const rows: Row[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  test(`all ${rows.length} templates of ${file} come out as Go renders them`, () => {
    const faults: string[] = [];
    for (const row of rows) {
      const [got, wanted] = [JSON.stringify(outcome(row)), JSON.stringify(expected(row))];
      if (got !== wanted) faults.push(`${row.template}\n  expected ${wanted}\n  got      ${got}`);
    }
    assert.is(faults.join('\n'), '');
  });
}

test.run();
