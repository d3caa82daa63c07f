/**
 * Every recorded run of real Atmos, done by the built program as a person would do it. A case does all of its runs in
 * order. What a later version will do is said out loud as `not yet` and never counts as passed.
 */
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Plain } from '../../src/domain/value.ts';
import { checkCalls } from './check-calls.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import {
  golden,
  putOnDisk,
  type RecordedCase,
  type RecordedRun,
  readCase,
  readJson,
  type Tree,
} from './recorded-case.ts';
import { type Outcome, runProgram } from './run-program.ts';
import { type Snapshot, snapshot } from './snapshot.ts';

const wanted = process.argv.slice(2);
const names = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'bin')
  .map(({ name }) => name)
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort();

interface Done {
  readonly title: string;
  readonly run: RecordedRun;
  readonly expected: Expectation | undefined;
  readonly outcome: Outcome;
  readonly before: Snapshot;
}

const lacking = new Map<string, string>();
const queue = [...names];
const done = new Map<string, readonly Done[]>();
await Promise.all([1, 2, 3].map(work));
for (const name of names)
  for (const { title, run, expected, outcome, before } of done.get(name) ?? []) {
    const missing =
      missingIn(outcome, expected) ?? (run.files && lacking.has(name) ? lacking.get(name) : undefined);
    // The report counts these lines as skipped.
    if (missing !== undefined) {
      console.log(`SKIPPED not yet: ${title}: ${missing}`);
      // What it would have left behind is missing to those that come after it.
      if (!lacking.has(name)) lacking.set(name, `follows on "${missing}"`);
    } else test(title, () => compare(run, expected as Expectation, outcome, before));
  }

async function work(): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift())
    done.set(name, await runCase(readCase(name)));
}

/** Does all runs of a case in order, in one copy of its project. */
async function runCase(recorded: RecordedCase): Promise<readonly Done[]> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'golden-')));
  const disk = putOnDisk(recorded, join(scratch, 'case'));
  const results: Done[] = [];
  for (const [index, run] of recorded.runs.entries()) {
    const before = snapshot(disk.project);
    const expected = expectationOf(recorded, index);
    // What a quirk's success leaves behind is not there in the recordings of later runs: it is done in a copy.
    const place = expected?.files ? putOnDisk(recorded, join(scratch, `apart-${index}`)) : disk;
    const outcome = await runProgram(place, run, recorded.terraform);
    const title = `${recorded.name}, run ${index + 1}: ${run.argv.join(' ')}`;
    results.push({ title, run, expected, outcome, before });
  }
  rmSync(scratch, { recursive: true, force: true });
  return results;
}

/** Why a run cannot be compared yet: the program itself said that it does not do this. */
function missingIn({ code, stderr }: Outcome, expected: Expectation | undefined): string | undefined {
  if (expected === undefined) return 'nobody has said what its quirk asks for';
  const { codes = [] } = expected;
  if (code !== 'construct-not-supported' && code !== 'verb-not-found') return undefined;
  if (codes.includes(code)) return undefined;
  const line = stderr.split('\n').findLast((text) => text.startsWith('{"code":')) ?? '';
  return (JSON.parse(line) as { message: string }).message;
}

function compare(run: RecordedRun, expected: Expectation, outcome: Outcome, before: Snapshot): void {
  const said = `${outcome.stderr}\n${outcome.stdout}`;
  if (expected.codes !== undefined)
    assert.ok(
      expected.codes.includes(outcome.code ?? ''),
      `${outcome.code} is not ${expected.codes}: ${said}`,
    );
  assert.is(outcome.exit, expected.exit, said);
  if (expected.calls !== undefined) checkCalls(outcome.calls, expected.calls, before, said);
  if (expected.files !== undefined) assert.equal(outcome.files, expected.files, said);
  if (run.quirk !== undefined) return;
  if (run.files !== undefined) assert.equal(outcome.files, run.files, said);
  if (run.json !== undefined && run.exit === 0) checkJson(outcome.stdout, run);
}

function checkJson(stdout: string, { pick, json }: RecordedRun): void {
  const printed = readJson(stdout);
  if (pick === undefined) {
    assert.equal(printed, json);
    return;
  }
  const picked = Object.fromEntries(
    Object.keys(json as Tree).map((path) => [path, at(printed, path.split('/'))]),
  );
  assert.equal(picked, json);
}

function at(value: Plain, path: readonly string[]): Plain {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !(key in value))
    return { $absent: true };
  return at(value[key] as Plain, rest);
}

test.run();
