import { meets } from '../semver/constraint.ts';
import { parseVersion } from '../semver/version.ts';
import { fn } from '../signature.ts';
import type { FunctionMap } from '../values.ts';

/** Sprig's functions on semantic versions. */
export const versionFunctions: FunctionMap = {
  semver: fn(['string'], parseVersion),
  semverCompare: fn(['string', 'string'], (constraint, version) => meets(constraint, parseVersion(version))),
};
