import { isProblem, Problem } from '../domain/problem.ts';
import { listed, nearest } from '../domain/suggestion.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import type { ManifestFile } from './list-manifests.ts';
import type { OpenManifest } from './open-manifest.ts';
import type { WantedComponent } from './wanted-component.ts';

/** A manifest that cannot be read, and what its stack seems to be called. */
export interface BrokenManifest {
  readonly manifest: ManifestFile;
  readonly problem: Problem;
  readonly stack: string | undefined;
}

/**
 * The Problem for a component that is nowhere: `component-not-found` where the stack exists, `stack-not-found` where it
 * does not, or the fault of a broken manifest that may be the stack.
 */
export function notFound(
  wanted: WantedComponent,
  opened: readonly OpenManifest[],
  broken: readonly BrokenManifest[],
): Problem {
  const stacks = componentsByStack(opened);
  const other =
    wanted.types !== undefined && wanted.types.length > 1
      ? undefined
      : opened.map((manifest) => manifest.components.ofOtherType(wanted.component)).find(Boolean);
  const known = [...stacks.values()].some((names) => names.includes(wanted.component));
  if (other !== undefined && !known) return notSupported(`A component for ${other.type}`, other.at);
  const byPath =
    opened.length === 1 && opened[0]?.name === wanted.stack ? opened[0].components.names() : undefined;
  const components = byPath ?? stacks.get(wanted.stack);
  const suspect = broken.find(({ stack }) => stack === undefined);
  if (suspect !== undefined && components === undefined) return mayBeIt(wanted, suspect);
  return components === undefined
    ? noStack(wanted, stacks, opened)
    : noComponent(wanted, [...components], stacks);
}

function noStack(
  wanted: WantedComponent,
  stacks: ReadonlyMap<string, readonly string[]>,
  opened: readonly OpenManifest[],
): Problem {
  const names = [...stacks.keys()].sort();
  const path = opened.find(({ name }) => name.endsWith(`/${wanted.stack}`))?.name;
  const near = path ?? nearest(wanted.stack, names);
  return new Problem({
    code: 'stack-not-found',
    message: `There is no stack ${wanted.stack}.`,
    hint:
      near === undefined
        ? `The stacks are ${listed(names)}.`
        : `Did you mean ${near}? Type it as: ${wanted.component} -s ${near}`,
  });
}

function noComponent(
  wanted: WantedComponent,
  components: readonly string[],
  stacks: ReadonlyMap<string, readonly string[]>,
): Problem {
  const { component, stack } = wanted;
  const near = nearest(component, components);
  const elsewhere = [...stacks].filter(([, names]) => names.includes(component)).map(([name]) => name);
  const [first] = elsewhere.sort();
  const list =
    components.length === 0
      ? `${stack} has no components.`
      : `The components of ${stack} are ${listed([...components].sort())}.`;
  return new Problem({
    code: 'component-not-found',
    message: `The stack ${stack} has no component ${component}.`,
    hint:
      near !== undefined
        ? `Did you mean ${near}? Type it as: ${near} -s ${stack}`
        : first !== undefined
          ? `${component} is in ${listed(elsewhere, 6)}. Type it as: ${component} -s ${first}`
          : list,
  });
}

function mayBeIt(wanted: WantedComponent, { manifest, problem }: BrokenManifest): Problem {
  return new Problem({
    code: problem.code,
    message: `No manifest that can be read is the stack ${wanted.stack}. ${manifest.name} may be, but: ${problem.message}`,
    ...(problem.hint !== undefined && { hint: problem.hint }),
    ...(problem.at !== undefined && { at: problem.at }),
    exitCode: problem.exitCode,
    cause: problem,
  });
}

/** Names of components by stack, as far as they can be told. */
function componentsByStack(opened: readonly OpenManifest[]): ReadonlyMap<string, readonly string[]> {
  const stacks = new Map<string, string[]>();
  for (const manifest of opened)
    for (const component of manifest.components.names()) {
      const stack = quietly(() => manifest.stackOf(component));
      if (stack !== undefined) stacks.set(stack, [...(stacks.get(stack) ?? []), component]);
    }
  return stacks;
}

/** This is said about a fault that is already known: one more must not take its place. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
