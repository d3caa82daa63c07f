import { Fault } from '../fault.ts';
import { fn } from '../signature.ts';
import { GoObject, Int, type Member, type TypedFunction, type Value } from '../values.ts';

const form =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

interface Parts {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
}

/** A semantic version; `1` and `1.2` stand for `1.0.0` and `1.2.0`. */
export class Version extends GoObject {
  readonly type = '*semver.Version';
  readonly kind = 'ptr';
  readonly parts: Parts;
  readonly #original: string;

  constructor(parts: Parts, original?: string) {
    super();
    this.parts = parts;
    this.#original = original ?? this.text();
  }

  text(): string {
    const { major, minor, patch, prerelease, metadata } = this.parts;
    return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
  }

  member(name: string): Member | undefined {
    const method = this.#method(name);
    return method && { method };
  }

  #method(name: string): TypedFunction | undefined {
    const { major, minor, patch, prerelease, metadata } = this.parts;
    const get = (value: Value) => fn([], () => value);
    switch (name) {
      case 'Major':
        return get(new Int('uint64', major));
      case 'Minor':
        return get(new Int('uint64', minor));
      case 'Patch':
        return get(new Int('uint64', patch));
      case 'Prerelease':
        return get(prerelease);
      case 'Metadata':
        return get(metadata);
      case 'Original':
        return get(this.#original);
      case 'String':
        return get(this.text());
      case 'IncMajor':
        return get(this.#next({ major: major + 1n, minor: 0n, patch: 0n }));
      case 'IncMinor':
        return get(this.#next({ major, minor: minor + 1n, patch: 0n }));
      case 'IncPatch':
        // A prerelease comes before the version that it is named after.
        return get(this.#next({ major, minor, patch: prerelease === '' ? patch + 1n : patch }));
      default:
        return this.#comparison(name);
    }
  }

  #next(numbers: Pick<Parts, 'major' | 'minor' | 'patch'>): Version {
    const version = new Version({ ...numbers, prerelease: '', metadata: '' });
    return new Version(version.parts, (this.#original.startsWith('v') ? 'v' : '') + version.text());
  }

  #comparison(name: string): TypedFunction | undefined {
    const compare = (test: (order: number) => Value) =>
      fn(['any'], (other) => {
        if (!(other instanceof Version)) throw new Fault('a version is expected');
        return test(compareVersions(this, other));
      });
    switch (name) {
      case 'Compare':
        return compare((order) => BigInt(order));
      case 'Equal':
        return compare((order) => order === 0);
      case 'LessThan':
        return compare((order) => order < 0);
      case 'GreaterThan':
        return compare((order) => order > 0);
      default:
        return undefined;
    }
  }
}

/** Reads a version. Fault where the text is none. */
export function parseVersion(text: string): Version {
  const [all, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = form.exec(text) ?? [];
  const leadingZero = prerelease.split('.').some((part) => /^0\d+$/.test(part));
  if (all === undefined || leadingZero) throw new Fault(`${JSON.stringify(text)} is no semantic version`);
  return new Version(
    { major: BigInt(major), minor: BigInt(minor), patch: BigInt(patch), prerelease, metadata },
    text,
  );
}

/** -1, 0 or 1. Metadata does not count. */
export function compareVersions({ parts: left }: Version, { parts: right }: Version): number {
  for (const key of ['major', 'minor', 'patch'] as const) {
    if (left[key] !== right[key]) return left[key] < right[key] ? -1 : 1;
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

/** -1, 0 or 1; none at all comes last. */
export function comparePrereleases(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '' || right === '') return left === '' ? 1 : -1;
  const [lefts, rights] = [left.split('.'), right.split('.')];
  for (let index = 0; index < Math.max(lefts.length, rights.length); index += 1) {
    const order = comparePart(lefts[index], rights[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  const [leftNumber, rightNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (leftNumber && rightNumber) return BigInt(left) < BigInt(right) ? -1 : 1;
  if (leftNumber !== rightNumber) return leftNumber ? -1 : 1;
  return left < right ? -1 : 1;
}
