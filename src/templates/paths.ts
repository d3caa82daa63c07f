import { posix } from 'node:path';
import { Fault } from './fault.ts';

/** Go's path functions, where they differ from Node's: an empty path is `.`, and slashes at the end do not count. */
export function baseName(path: string): string {
  if (path === '') return '.';
  const stripped = path.replace(/\/+$/, '');
  return stripped === '' ? '/' : stripped.slice(stripped.lastIndexOf('/') + 1);
}

/** The shortest form of a path, without a slash at its end. */
export function cleanPath(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

export const directoryName = (path: string): string => cleanPath(path.slice(0, path.lastIndexOf('/') + 1));

/** From the last point of the last part on, that point included. */
export function extensionOf(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const point = base.lastIndexOf('.');
  return point < 0 ? '' : base.slice(point);
}

export const isAbsolute = (path: string): boolean => path.startsWith('/');

/** The parts joined and cleaned; empty where all are. */
export function joinPaths(parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '');
  return filled.length === 0 ? '' : cleanPath(filled.join('/'));
}

/** The folder with its slash, and the file. */
export function splitPath(path: string): [string, string] {
  const end = path.lastIndexOf('/') + 1;
  return [path.slice(0, end), path.slice(end)];
}

/** How to come from one folder to another. Fault where one is absolute and the other not. */
export function relativePath(from: string, to: string): string {
  const [base, target] = [cleanPath(from), cleanPath(to)];
  if (isAbsolute(base) !== isAbsolute(target) || base.startsWith('..')) {
    throw new Fault(`there is no way from ${from} to ${to}`);
  }
  return posix.relative(`/${base}`, `/${target}`) || '.';
}

/** Whether a shell pattern (`*`, `?`, `[a-z]`) matches a whole name; no wildcard goes over a slash. Fault for a bad one. */
export function matchesPath(pattern: string, name: string): boolean {
  const bad = () => new Fault(`syntax error in pattern ${JSON.stringify(pattern)}`);
  let source = '';
  const quoted = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  for (let rest = pattern; rest !== ''; ) {
    const [token = '', negated, ranges, escaped] =
      /^(?:\*+|\?|\[(\^?)((?:\\.|[^\]\\])+)\]|\\(.)|[^[\\])/su.exec(rest) ?? [];
    if (token === '') throw bad();
    rest = rest.slice(token.length);
    if (token.startsWith('*')) source += '[^/]*';
    else if (token === '?') source += '[^/]';
    else if (ranges !== undefined) source += `(?!/)[${negated}${ranges.replace(/[[\]^]/g, '\\$&')}]`;
    else source += quoted(escaped ?? token);
  }
  try {
    return new RegExp(`^${source}$`, 'su').test(name);
  } catch {
    throw bad();
  }
}
