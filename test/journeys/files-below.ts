import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The contents of all files below a folder, byte by byte as Latin-1 text. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}
