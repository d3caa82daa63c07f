/**
 * The promise of docs/security.md, held for every journey: when a desk is left, all that its programs wrote, said or were
 * called with is searched for every secret that the emulator gave out there.
 */
import { join } from 'node:path';
import type { Running } from '../emulator/running.ts';
import { allowanceFor } from './allowed-secrets.ts';
import { overhear } from './overheard.ts';
import { type Found, filesBelow, secretsIn } from './secrets-in.ts';
import { type WatchedProcesses, watchProcesses } from './watched-processes.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');

export interface LeakWatch {
  /** What was seen of processes; undefined where there is no /proc. */
  readonly processes: WatchedProcesses | undefined;
  /** What there is to search by now. */
  found(): readonly Found[];
  /** Throws where a secret stands where the design does not allow it; names the places, never the secret. */
  assertNone(): void;
  stop(): void;
}

/** Watches from now on what is done in a folder and with an emulator. */
export function watchForLeaks(folder: string, { dir, faults, issued }: Running): LeakWatch {
  const heard = overhear((argv) => argv.join(' ').replace(`${process.execPath} ${program}`, 'atmos-kit'));
  const processes = watchProcesses(folder);
  const found = () => [
    ...filesBelow(folder),
    ...filesBelow(dir),
    ...heard.found(),
    ...faults.map((text) => ({ place: 'a line of the emulator', text })),
    ...[...(processes?.commandLines ?? [])].map((line) => ({ place: `command line ${line}`, text: line })),
  ];
  return {
    processes,
    found,
    assertNone() {
      const leaks = secretsIn(found(), issued).filter((fault) => allowanceFor(fault) === undefined);
      if (leaks.length === 0) return;
      // A command line is a place, and may hold one itself.
      let places = leaks.join('\n');
      for (const [secret, kind] of issued) places = places.replaceAll(secret, `(${kind})`);
      throw new Error(`Secrets stand where none may stand:\n${places}`);
    },
    stop() {
      heard.stop();
      processes?.stop();
    },
  };
}
