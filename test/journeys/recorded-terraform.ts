/** A program named terraform that notes how it was called and does nothing: what a child gets can be read from it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desk } from './desk.ts';

export interface RecordedCall {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface RecordedTerraform {
  /** PATH with this terraform in front. */
  readonly path: string;
  calls(): readonly RecordedCall[];
}

export function recordTerraform(desk: Desk): RecordedTerraform {
  const folder = join(desk.folder, 'recorded');
  const notes = join(folder, 'calls.jsonl');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'terraform'),
    `#!${process.execPath}
require('node:fs').appendFileSync(${JSON.stringify(notes)}, JSON.stringify({
  argv: process.argv.slice(2), folder: process.cwd(), environment: process.env,
}) + '\\n');
`,
  );
  chmodSync(join(folder, 'terraform'), 0o755);
  return {
    path: `${folder}:${desk.variables['PATH']}`,
    calls: () =>
      existsSync(notes)
        ? readFileSync(notes, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as RecordedCall)
        : [],
  };
}
