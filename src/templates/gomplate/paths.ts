import { namespace } from '../namespace.ts';
import {
  baseName,
  cleanPath,
  directoryName,
  extensionOf,
  isAbsolute,
  joinPaths,
  matchesPath,
  relativePath,
  splitPath,
} from '../paths.ts';
import { fn, variadic } from '../signature.ts';
import { type FunctionMap, stringsOf } from '../values.ts';
import { toText } from './conversion.ts';

const path: FunctionMap = {
  Base: fn(['any'], (value) => baseName(toText(value))),
  Clean: fn(['any'], (value) => cleanPath(toText(value))),
  Dir: fn(['any'], (value) => directoryName(toText(value))),
  Ext: fn(['any'], (value) => extensionOf(toText(value))),
  IsAbs: fn(['any'], (value) => isAbsolute(toText(value))),
  Join: variadic([], 'any', (...parts) => joinPaths(parts.map(toText))),
  Match: fn(['any', 'any'], (pattern, name) => matchesPath(toText(pattern), toText(name))),
  Split: fn(['any'], (value) => stringsOf(splitPath(toText(value)))),
};

/** gomplate's `path` and `filepath`, which are one where paths have slashes. */
export const pathFunctions: FunctionMap = {
  path: namespace('path', path),
  filepath: namespace('filepath', {
    ...path,
    Rel: fn(['any', 'any'], (from, to) => relativePath(toText(from), toText(to))),
    FromSlash: fn(['any'], toText),
    ToSlash: fn(['any'], toText),
    VolumeName: fn(['any'], () => ''),
  }),
};
