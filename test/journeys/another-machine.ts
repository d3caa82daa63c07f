/** One more machine that shares a desk's home: its own name, processes and folder in memory. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Begun, begin, type Desk, program } from './desk.ts';

// Namespaces of its own: process numbers mean nothing across the two machines, and leases tell them apart by these.
const apart = [
  'unshare',
  '--user',
  '--map-root-user',
  '--uts',
  '--pid',
  '--mount-proc',
  '--fork',
  '--kill-child',
];

/** Why there can be no second machine here; undefined where there can. */
export function noSecondMachine(): string | undefined {
  const [file = '', ...args] = apart;
  const { status } = spawnSync(file, [...args, 'true']);
  return status === 0 ? undefined : 'unshare cannot make namespaces here';
}

export interface AnotherMachine {
  /** Starts the built program there. */
  begin(words: string, variables?: Readonly<Record<string, string>>): Begun;
}

export function anotherMachine(desk: Desk): AnotherMachine {
  const run = join(desk.folder, 'run of the other');
  mkdirSync(run, { mode: 0o700 });
  const named = [...apart, 'sh', '-c', 'hostname other && exec "$@"', 'sh', process.execPath, program];
  return {
    begin: (words, variables = {}) =>
      begin([...named, ...words.split(' ')], desk.project, {
        ...desk.variables,
        XDG_RUNTIME_DIR: run,
        ...variables,
      }),
  };
}
