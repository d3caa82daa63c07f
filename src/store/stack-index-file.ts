import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from './memo.ts';

/**
 * What manifests of a project can be, on disk. Thousands of manifests rest on the same few hundred files, so paths and
 * variables stand once and are meant by their number.
 */
export interface StoredIndex {
  /** The build that wrote it: another one may understand manifests differently. */
  readonly build: string;
  /** A hash of everything that the configuration says. */
  readonly project: string;
  /** A path and its stamp, as in a memo's observations. */
  readonly paths: readonly Observation[];
  /** A variable and the digest of its value, likewise. */
  readonly variables: readonly Observation[];
  readonly manifests: readonly StoredManifest[];
}

/** A manifest, the names of its stacks, and the numbers of the paths and variables that these rest on. */
export type StoredManifest = readonly [
  file: string,
  stacks: readonly string[],
  paths: readonly number[],
  variables: readonly number[],
];

/** The file of a project's index below `folder`. */
export const stackIndexPath = (folder: string, project: string): string =>
  join(folder, `${digest(project)}.stacks.json`);

/** The index that an earlier command left; undefined for none, a torn one, and one of another build or project. */
export function readStackIndex(folder: string, build: string, project: string): StoredIndex | undefined {
  try {
    const index = JSON.parse(readFileSync(stackIndexPath(folder, project), 'utf8')) as StoredIndex;
    return index.build === build && index.project === project ? index : undefined;
  } catch {
    return undefined;
  }
}

/** A path or a variable with its stamp or digest; null where there is none. */
export type Observation = readonly [name: string, stamp: string | null];

/** One manifest with what it rests on written out. */
export interface IndexedManifest {
  readonly file: string;
  readonly stacks: readonly string[];
  readonly paths: readonly Observation[];
  readonly variables: readonly Observation[];
}

/** Manifests as they are stored: each observation once. */
export function storedManifests(
  all: readonly IndexedManifest[],
): Pick<StoredIndex, 'paths' | 'variables' | 'manifests'> {
  const [paths, variables] = [numbering(), numbering()];
  const manifests = all.map(
    (one): StoredManifest => [
      one.file,
      one.stacks,
      one.paths.map(paths.numberOf),
      one.variables.map(variables.numberOf),
    ],
  );
  return { paths: paths.all, variables: variables.all, manifests };
}

function numbering() {
  const all: Observation[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (observation: Observation): number => {
    const key = observation.join('\0');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, all.length);
    return all.push(observation) - 1;
  };
  return { all, numberOf };
}
