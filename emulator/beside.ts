import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The path of a file that comes with the emulator. `names` are where it may lie, seen from this file: in the source
 * tree, or from the bundle, whose parts lie in dist/ and dist/chunks/. The first that exists is it.
 */
export function beside(...names: readonly string[]): string {
  const paths = names.map((name) => join(import.meta.dirname, name));
  const path = paths.find((one) => existsSync(one));
  if (path === undefined)
    throw new Error(`This installation is incomplete: ${paths.join(' or ')} is missing.`);
  return path;
}
