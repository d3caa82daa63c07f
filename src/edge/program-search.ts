import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** What a shell would find under a command's name. */
export type Found =
  | { readonly state: 'program'; readonly path: string }
  | { readonly state: 'not-executable'; readonly path: string; readonly why: string }
  | { readonly state: 'missing' };

// What execvp falls back to where PATH is not set.
const defaultPath = '/usr/bin:/bin';

/**
 * Looks for a program as shells do: a name with a slash is a path from `cwd`, any other is searched on `path`
 * (an empty entry is `cwd`). A file without the right to run it is only told of when no later entry has one.
 */
export function searchProgram(name: string, path: string | undefined, cwd: string): Found {
  if (name === '') return { state: 'missing' };
  if (name.includes('/')) return look(resolve(cwd, name), true);
  let refused: Found = { state: 'missing' };
  for (const folder of (path ?? defaultPath).split(delimiter)) {
    const path = folder.startsWith('/') ? `${folder}/${name}` : resolve(cwd, folder, name);
    const found = look(path, false);
    if (found.state === 'program') return found;
    if (refused.state === 'missing') refused = found;
  }
  return refused;
}

// Nothing there, a loop of links, or a folder we may not look into: shells go on in each case.
function isFolder(path: string): boolean | undefined {
  try {
    // An error is dearer to make than all the rest, and most entries of a PATH do not have the program.
    return statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch {
    return undefined;
  }
}

function look(path: string, named: boolean): Found {
  const folder = isFolder(path);
  if (folder === undefined) return { state: 'missing' };
  if (folder) return named ? { state: 'not-executable', path, why: 'it is a folder' } : { state: 'missing' };
  try {
    accessSync(path, constants.X_OK);
    return { state: 'program', path };
  } catch {
    return { state: 'not-executable', path, why: 'permission denied' };
  }
}
