import { join, relative, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { MapValue, Plain } from '../domain/value.ts';
import type { Files, Ports } from '../ports.ts';
import { describeStacks } from '../stacks/describe-stacks.ts';
import { localModules } from '../terraform/local-modules.ts';
import { type ChangedFiles, type Difference, differences } from './compare-stacks.ts';
import {
  type DependencyGraph,
  dependencyGraph,
  dependentsOf,
  instanceData,
  settingsOf,
} from './dependents.ts';
import { type EvaluationPorts, evaluated } from './evaluate-component.ts';
import { movedFiles } from './moved-files.ts';

/** What to compare the working folder with, and what to say of each component. */
export interface AffectedRequest {
  /** A branch, tag or commit. */
  readonly commit?: string;
  /** A folder within another copy of the repository. */
  readonly copy?: string;
  /** Or whatever else. */
  readonly base?: Base;
  readonly stack?: string;
  readonly includeDependents: boolean;
  readonly includeSettings: boolean;
  readonly processTemplates: boolean;
}

/** What is compared with: files in the place of ours, and the absolute paths of those that differ. */
export interface Base {
  readonly files: Files;
  readonly changed: readonly string[];
}

const defaultBase = 'refs/remotes/origin/HEAD';

/**
 * Every component that is another one than in the base, with the reasons, as Atmos prints them. Functions are compared
 * as they are written, so that nothing of another commit is run.
 * Throws Problem `git-failed`, `usage` for a commit that is not there, and what describeStacks throws.
 */
export async function affectedComponents(
  ports: EvaluationPorts & Pick<Ports, 'git'>,
  project: Project,
  request: AffectedRequest,
): Promise<{ readonly affected: readonly Plain[]; readonly faults: readonly Problem[] }> {
  const { files, changed } =
    request.base ?? (await baseOf(ports, await ports.git.root(project.basePath), request));
  const { processTemplates, stack } = request;
  const read = (side: EvaluationPorts) =>
    evaluated(side, (world) =>
      describeStacks(world, project, {
        processTemplates,
        processFunctions: false,
        sections: ['vars', 'env', 'settings', 'metadata', 'component_info'],
      }),
    );
  // What is known of the manifests on disk says nothing about those of another commit.
  const { index: _, ...others } = ports;
  const [head, base] = [await read(ports), await read({ ...others, files })];
  const paths = changedFiles(ports.files, project, changed);
  const found = differences(head.stacks, base.stacks, paths).filter(
    (one) => stack === undefined || one.stack === stack,
  );
  const graph = request.includeDependents
    ? await evaluated(ports, (world) =>
        dependencyGraph(world, project, { processTemplates, processFunctions: false }),
      )
    : undefined;
  const affected = found.map((one) =>
    described(one, { head: head.stacks, base: base.stacks, graph, request }),
  );
  return {
    affected: graph === undefined ? affected : withIncluded(affected),
    faults: [...head.faults, ...base.faults],
  };
}

async function baseOf(
  { git, files, here }: EvaluationPorts & Pick<Ports, 'git'>,
  root: string,
  { commit, copy }: AffectedRequest,
): Promise<Base> {
  if (copy === undefined) {
    const name = await commitOf(git, root, commit);
    return { files: git.files(root, name), changed: await git.changed(root, name) };
  }
  const other = await git.root(resolve(here.folder, copy));
  const moved = movedFiles(files, root, other);
  const [own, theirs] = [await git.listed(root), await git.listed(other)];
  const all = [...new Set([...own, ...theirs])].map((path) => join(root, path));
  return { files: moved, changed: all.filter((path) => textAt(files, path) !== textAt(moved, path)) };
}

async function commitOf(git: Ports['git'], root: string, named: string | undefined): Promise<string> {
  if (named !== undefined) return git.commit(root, named);
  try {
    return await git.commit(root, defaultBase);
  } catch (cause) {
    throw new Problem({
      code: 'usage',
      message: 'Nothing says what to compare with, and origin names no default branch here.',
      hint: 'Name it, such as: --ref refs/remotes/origin/main',
      cause,
    });
  }
}

const textAt = (files: Files, path: string): string | undefined =>
  files.stat(path)?.type === 'file' ? files.read(path) : undefined;

function changedFiles(files: Files, { basePath }: Project, changed: readonly string[]): ChangedFiles {
  const modules = new Map<string, readonly string[]>();
  return {
    within(path) {
      const full = resolve(basePath, path);
      return changed.some((one) => one === full || one.startsWith(`${full}/`));
    },
    modules(folder) {
      const known = modules.get(folder);
      if (known !== undefined) return known;
      const full = resolve(basePath, folder);
      const code = (files.list(full) ?? [])
        .filter(({ name, type }) => type === 'file' && name.endsWith('.tf'))
        .map(({ name }) => files.read(join(full, name)) ?? '');
      const found = code.flatMap(localModules).map((source) => relative(basePath, resolve(full, source)));
      modules.set(folder, found);
      return found;
    },
  };
}

interface Sides {
  readonly head: MapValue;
  readonly base: MapValue;
  readonly graph: DependencyGraph | undefined;
  readonly request: AffectedRequest;
}

function described(one: Difference, { head, base, graph, request }: Sides): { [key: string]: Plain } {
  const stacks = one.deleted === undefined ? head : base;
  return {
    ...instanceData(stacks, one),
    affected: one.reasons[0] ?? '',
    affected_all: [...one.reasons],
    ...(one.path && { [one.path.key]: one.path.name }),
    ...(one.deleted && { deleted: true, deletion_type: one.deleted }),
    dependents: graph === undefined ? null : dependentsOf(one, graph, request.includeSettings, [one]),
    included_in_dependents: false,
    settings: request.includeSettings ? settingsOf(stacks, one) : null,
  };
}

/** Marks those that run anyway because they depend on another one of the list. */
function withIncluded(affected: readonly { [key: string]: Plain }[]): Plain[] {
  return affected.map((one, index) => ({
    ...one,
    included_in_dependents: affected.some(
      (other, position) =>
        position !== index && names(other['dependents'] ?? null, String(one['stack_slug'])),
    ),
  }));
}

function names(dependents: Plain, slug: string): boolean {
  if (!Array.isArray(dependents)) return false;
  return dependents.some((one) => {
    const { stack_slug: own, dependents: below = null } = one as { [key: string]: Plain };
    return own === slug || names(below, slug);
  });
}
