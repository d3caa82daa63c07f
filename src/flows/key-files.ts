import { join } from 'node:path';
import type { Ports } from '../ports.ts';

/** The folder of AWS files that hold the keys of one chain; `key` is the chain's. */
export function keyFilesOf({ keyFiles }: Pick<Ports['here'], 'keyFiles'>, key: string): string {
  return join(keyFiles, key);
}

/** Removes the files that hold the keys of these chains. */
export function forgetKeyFiles(
  { here, writer }: Pick<Ports, 'here' | 'writer'>,
  keys: readonly string[],
): void {
  for (const key of keys) writer.removeAll(keyFilesOf(here, key));
}
