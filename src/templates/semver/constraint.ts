import { Fault } from '../fault.ts';
import { comparePrereleases, compareVersions, parseVersion, type Version } from './version.ts';

const number = '[0-9|xX*]+';
const suffix = '(?:-(?:[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+(?:[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?';
const version = `v?(${number})(?:\\.(${number}))?(?:\\.(${number}))?(${suffix})`;
const plainVersion = version.replaceAll(/\((?!\?)/g, '(?:');
const operator = '=>|>=|<=|=<|!=|~>|[=<>~^]|';
const single = new RegExp(`^(${operator})\\s*${version}$`);
const each = new RegExp(`(?:${operator})\\s*${plainVersion}`, 'g');
const valid = new RegExp(
  `^\\s*(?:${operator})\\s*${plainVersion}\\s*(?:(?:\\s+|,\\s*)(?:${operator})\\s*${plainVersion}\\s*)*$`,
);
const range = new RegExp(`\\s*(${plainVersion})\\s+-\\s+(${plainVersion})\\s*`, 'g');

/** One condition on a version. `x` parts say from which part on any number will do. */
interface Constraint {
  readonly operator: string;
  readonly version: Version;
  readonly open: 'all' | 'minor' | 'patch' | 'none';
}

/** Whether a version meets a constraint such as `>=1.2, <2` or `^1.2 || ~3`. Fault for a malformed constraint. */
export function meets(constraint: string, candidate: Version): boolean {
  const alternatives = constraint
    .replace(range, (_, low: string, high: string) => `>= ${low}, <= ${high} `)
    .split('||')
    .map(readAll);
  return alternatives.some((all) => all.every((one) => check(candidate, one)));
}

function readAll(text: string): Constraint[] {
  if (!valid.test(text)) throw new Fault(`${JSON.stringify(text)} is no constraint on versions`);
  return [...text.matchAll(each)].map(([one]) => readOne(one));
}

function readOne(text: string): Constraint {
  const [all, sign = '', major = '', minor, patch, tail = ''] = single.exec(text.trim()) ?? [];
  if (all === undefined) throw new Fault(`${JSON.stringify(text)} is no constraint on versions`);
  const isAny = (part: string | undefined) => part === undefined || /^[xX*]$/.test(part);
  if (isAny(major)) return { operator: sign, version: parseVersion(`0.0.0${tail}`), open: 'all' };
  if (isAny(minor)) return { operator: sign, version: parseVersion(`${major}.0.0${tail}`), open: 'minor' };
  if (isAny(patch))
    return { operator: sign, version: parseVersion(`${major}.${minor}.0${tail}`), open: 'patch' };
  return { operator: sign, version: parseVersion(`${major}.${minor}.${patch}${tail}`), open: 'none' };
}

function check(candidate: Version, constraint: Constraint): boolean {
  const { operator: sign, version: wanted, open } = constraint;
  // A prerelease is only ever found by a constraint that names one.
  const hidden = candidate.parts.prerelease !== '' && wanted.parts.prerelease === '';
  if (hidden && (sign !== '!=' || open !== 'none')) return false;
  const order = compareVersions(candidate, wanted);
  switch (sign) {
    case '!=':
      return differs(candidate, constraint);
    case '>':
      return isGreater(candidate, constraint);
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      return isNotGreater(candidate, constraint);
    case '~':
    case '~>':
      return isNear(candidate, constraint);
    case '^':
      return isCompatible(candidate, constraint);
    default:
      return open === 'none' ? order === 0 : isNear(candidate, constraint);
  }
}

function differs(candidate: Version, { version: wanted, open }: Constraint): boolean {
  const [a, b] = [candidate.parts, wanted.parts];
  if (open === 'none') return compareVersions(candidate, wanted) !== 0;
  if (a.major !== b.major) return true;
  if (open === 'minor') return false;
  if (a.minor !== b.minor) return true;
  if (open === 'patch') return comparePrereleases(a.prerelease, b.prerelease) !== 0;
  return a.patch !== b.patch || compareVersions(candidate, wanted) !== 0;
}

function isGreater(candidate: Version, { version: wanted, open }: Constraint): boolean {
  const [a, b] = [candidate.parts, wanted.parts];
  if (open === 'none' || (a.major === b.major && open === 'all'))
    return compareVersions(candidate, wanted) > 0;
  if (a.major !== b.major) return a.major > b.major;
  return open === 'patch' && a.minor > b.minor;
}

function isNotGreater(candidate: Version, { version: wanted, open }: Constraint): boolean {
  const [a, b] = [candidate.parts, wanted.parts];
  if (open === 'none') return compareVersions(candidate, wanted) <= 0;
  if (a.major !== b.major) return a.major < b.major;
  return open === 'minor' || a.minor <= b.minor;
}

/** `~1.2.3`: not before it, and up to the next minor version (or the next major one where none is named). */
function isNear(candidate: Version, { version: wanted, open }: Constraint): boolean {
  const [a, b] = [candidate.parts, wanted.parts];
  if (compareVersions(candidate, wanted) < 0) return false;
  const isZero = b.major === 0n && b.minor === 0n && b.patch === 0n;
  if (isZero && open !== 'minor' && open !== 'patch') return true;
  return a.major === b.major && (open === 'minor' || a.minor === b.minor);
}

/** `^1.2.3`: not before it, and up to what changes the first part that is not zero. */
function isCompatible(candidate: Version, { version: wanted, open }: Constraint): boolean {
  const [a, b] = [candidate.parts, wanted.parts];
  if (compareVersions(candidate, wanted) < 0) return false;
  if (b.major > 0n || open === 'minor') return a.major === b.major;
  if (a.major > 0n) return false;
  if (b.minor > 0n || open === 'patch') return a.minor === b.minor;
  return a.minor === 0n && a.patch === b.patch;
}
