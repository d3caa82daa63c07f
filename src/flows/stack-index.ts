import { createHash } from 'node:crypto';
import type { Here } from '../domain/here.ts';
import { isProblem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { StackIndex, Touched } from '../domain/stack-index.ts';
import type { Ports } from '../ports.ts';
import {
  type IndexedManifest,
  type Observation,
  readStackIndex,
  type StoredIndex,
  type StoredManifest,
  stackIndexPath,
  storedManifests,
} from '../store/stack-index-file.ts';
import { changedSince } from './changed-since.ts';
import { type Observer, observe } from './observe.ts';
import { Recheck } from './recheck.ts';

type IndexPorts = Pick<Ports, 'files' | 'writer' | 'here'>;

/**
 * The same ports, observed, with the index beside them: a world for questions about stacks. `keep` of the index is for the
 * end, when there is an answer.
 */
export function withIndex<P extends IndexPorts & Pick<Ports, 'environment' | 'clock'>>(
  ports: P,
  observer: Observer = observe(ports.files, ports.environment, ports.clock),
): P & { readonly index: RememberedStacks } {
  const { files, environment } = observer;
  return { ...ports, files, environment, index: rememberedStacks(ports, observer) };
}

/** An index that is kept for the next command. */
interface RememberedStacks extends StackIndex {
  /** Writes down what was learned. Where that cannot be, it only costs the next command time. */
  keep(): void;
}

/**
 * The index that earlier commands left, by project. What it says of a manifest holds where every file, folder and
 * variable that it rests on looks the same; these are noted at the observer, because the answer then rests on them too.
 */
function rememberedStacks(ports: IndexPorts, observer: Observer): RememberedStacks {
  const projects = new Map<Project, ProjectIndex>();
  const of = (project: Project): ProjectIndex => {
    let index = projects.get(project);
    if (index === undefined) {
      index = new ProjectIndex(ports, observer, hashOf(project));
      projects.set(project, index);
    }
    return index;
  };
  return {
    stacksOf: (project, file) => of(project).stacksOf(file),
    learn: (project, file, stacks, touched) => of(project).learn(file, stacks, touched),
    keep() {
      for (const index of projects.values()) index.keep();
    },
  };
}

class ProjectIndex {
  readonly #ports: IndexPorts;
  readonly #observer: Observer;
  readonly #project: string;
  readonly #stored: StoredIndex | undefined;
  readonly #known = new Map<string, StoredManifest>();
  /** Whether what is known of a manifest holds, once somebody asked. */
  readonly #holds = new Map<string, boolean>();
  readonly #recheck: Recheck;
  readonly #learned = new Map<string, { readonly stacks: readonly string[]; readonly touched: Touched }>();

  constructor(ports: IndexPorts, observer: Observer, project: string) {
    this.#ports = ports;
    this.#observer = observer;
    this.#project = project;
    this.#stored = storedIndex(ports.here, project);
    this.#recheck = new Recheck(ports.files, observer, this.#stored);
    for (const manifest of this.#stored?.manifests ?? []) this.#known.set(manifest[0], manifest);
  }

  stacksOf(file: string): readonly string[] | undefined {
    const manifest = this.#known.get(file);
    if (manifest === undefined) return undefined;
    const [, stacks, paths, variables] = manifest;
    let holds = this.#holds.get(file);
    if (holds === undefined) {
      holds = this.#recheck.holds(paths, variables);
      this.#holds.set(file, holds);
    }
    return holds ? stacks : undefined;
  }

  learn(file: string, stacks: readonly string[], touched: Touched): void {
    this.#learned.set(file, { stacks, touched });
  }

  keep(): void {
    const learned = [...this.#learned].flatMap(([file, { stacks, touched }]) => {
      const settled = this.#settled(touched);
      return settled === undefined ? [] : [{ file, stacks, ...settled }];
    });
    if (learned.length === 0) return;
    const { here, writer } = this.#ports;
    const index: StoredIndex = {
      build: here.build,
      project: this.#project,
      ...storedManifests([...learned, ...this.#stillKnown()]),
    };
    try {
      writer.write(stackIndexPath(here.answers, this.#project), JSON.stringify(index), 0o600, 'forNow');
    } catch {
      // A full disk or a read-only home is told by whatever must be written.
    }
  }

  /** How everything looked at first; undefined where something had only just changed, and may have changed unseen. */
  #settled({ paths, variables }: Touched): Pick<IndexedManifest, 'paths' | 'variables'> | undefined {
    const observed = this.#observer.observed();
    const stamps: Observation[] = [];
    for (const path of paths) {
      const stamp = observed.paths[path];
      if (stamp === undefined || changedSince(stamp, this.#observer.began)) return undefined;
      stamps.push([path, stamp]);
    }
    const digests: Observation[] = [];
    for (const name of variables) {
      const digest = observed.variables[name];
      if (digest === undefined) return undefined;
      digests.push([name, digest]);
    }
    return { paths: stamps, variables: digests };
  }

  /** What was known before and is not known better now. Of one that nobody asked for, the manifest may be gone. */
  #stillKnown(): readonly IndexedManifest[] {
    const stored = this.#stored;
    if (stored === undefined) return [];
    return stored.manifests
      .filter(([file]) => !this.#learned.has(file) && (this.#holds.get(file) ?? this.#recheck.isThere(file)))
      .map(([file, stacks, paths, variables]) => ({
        file,
        stacks,
        paths: paths.map((number) => stored.paths[number] as Observation),
        variables: variables.map((number) => stored.variables[number] as Observation),
      }));
  }
}

/** Where there is no place for answers, nothing was kept. */
function storedIndex(here: Here, project: string): StoredIndex | undefined {
  try {
    return readStackIndex(here.answers, here.build, project);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

/** Everything that the configuration says, places included: where anything else is said, nothing is known. */
function hashOf(project: Project): string {
  const text = JSON.stringify(project, (_, value: unknown) => {
    if (value instanceof Map) return { map: [...value] };
    if (typeof value === 'bigint') return { integer: String(value) };
    return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
  });
  return createHash('sha256').update(text).digest('hex');
}
