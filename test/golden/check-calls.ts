/** Compares the calls of terraform with the recorded ones. */
import * as assert from 'uvu/assert';
import type { RecordedCall, Tree } from './recorded-case.ts';
import type { Snapshot } from './snapshot.ts';

/** A native program has no reason to set the first, and writes its own name into the second; Atmos knows none of ours. */
const leftOut = /^(ATMOS_CONTAINER_RUNTIME_AUTO_START|TF_APPEND_USER_AGENT|ATMOS_KIT_(PROGRAM|RUNNING))$/;

export function checkCalls(
  calls: readonly Required<RecordedCall>[],
  expected: readonly RecordedCall[],
  before: Snapshot,
  said: string,
): void {
  assert.equal(
    calls.map(({ argv }) => argv),
    expected.map(({ argv }) => argv),
    said,
  );
  for (const [index, { cwd, env, env_unset = [], files }] of expected.entries()) {
    const call = calls[index] as Required<RecordedCall>;
    assert.is(call.cwd, cwd);
    assert.equal(comparable(call.env), comparable(env), `environment of call ${index + 1}`);
    assert.equal([...call.env_unset].sort(), [...env_unset].sort());
    if (files !== undefined)
      assert.equal(written(call.files, files, before.get(cwd)), files, `files of call ${index + 1}`);
  }
}

function comparable(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !leftOut.test(name)));
}

/** A file that was there already, and that the recording does not speak of, was not written by this run. */
function written(files: Tree, expected: Tree, before: ReadonlyMap<string, unknown> = new Map()): Tree {
  return Object.fromEntries(
    Object.entries(files).filter(
      ([name, content]) => name in expected || !before.has(name) || !same(before.get(name), content),
    ),
  );
}

function same(a: unknown, b: unknown): boolean {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}n` : one));
  return text(a) === text(b);
}
