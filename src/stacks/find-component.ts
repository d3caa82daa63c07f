import type { Component } from '../domain/component.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import { buildComponent } from './build-component.ts';
import { listManifests, type ManifestFile } from './list-manifests.ts';
import { type BrokenManifest, notFound } from './not-found.ts';
import { OpenManifest } from './open-manifest.ts';
import { partialName } from './partial-name.ts';
import { ManifestReader } from './read-manifest.ts';
import { sameComponent } from './same-value.ts';
import { type StackContext, stackContext } from './stack-context.ts';
import type { WantedComponent } from './wanted-component.ts';

/**
 * A component of a stack after imports, merge and inheritance. A broken manifest elsewhere does not stop the answer;
 * one that seems to be this stack, or may be when nothing else is, does.
 * Throws Problem `stack-not-found`, `component-not-found` (both with what was probably meant), `stack-invalid`, and what
 * reading a manifest throws.
 */
export function findComponent(world: World, project: Project, wanted: WantedComponent): Component {
  const context = stackContext(world, project);
  const reader = new ManifestReader(context);
  const manifests = listManifests(context);
  const byPath = manifests.find(({ name }) => name === wanted.stack && name.includes('/'));
  if (byPath !== undefined) return findInManifest(context, new OpenManifest(context, reader, byPath), wanted);
  const { opened, broken } = openAll(context, reader, manifests);
  const found: OpenManifest[] = [];
  for (const manifest of opened) {
    try {
      if (!manifest.components.has(wanted.component)) continue;
      if (manifest.stackOf(wanted.component) === wanted.stack) found.push(manifest);
    } catch (error) {
      broken.push(brokenManifest(context, manifest, error));
    }
  }
  const atFault = broken.find(({ stack }) => stack === wanted.stack);
  if (atFault !== undefined) throw atFault.problem;
  if (found.length === 0) throw notFound(wanted, opened, broken);
  return oneDefinition(context, wanted, found);
}

/**
 * The component as the first of some manifests of one stack defines it. Throws Problem `stack-invalid` where another
 * defines it differently.
 */
export function oneDefinition(
  context: StackContext,
  wanted: WantedComponent,
  manifests: readonly OpenManifest[],
): Component {
  const [first, ...others] = manifests.map((manifest) => build(context, manifest, wanted, wanted.stack));
  for (const other of others)
    if (!sameComponent(first as Component, other)) throw twice(wanted, first as Component, other);
  return first as Component;
}

/** Opens every manifest that can be opened. */
export function openAll(
  context: StackContext,
  reader: ManifestReader,
  manifests: readonly ManifestFile[],
): { readonly opened: readonly OpenManifest[]; readonly broken: BrokenManifest[] } {
  const broken: BrokenManifest[] = [];
  const opened = manifests.flatMap((manifest) => {
    try {
      return [new OpenManifest(context, reader, manifest)];
    } catch (error) {
      broken.push(brokenManifest(context, manifest, error));
      return [];
    }
  });
  return { opened, broken };
}

function brokenManifest(context: StackContext, manifest: ManifestFile, error: unknown): BrokenManifest {
  if (!isProblem(error)) throw error;
  return { manifest, problem: error, stack: partialName(context, manifest) };
}

/** The manifest was named by its path: its stack is called as if it had no `name:`, as in Atmos. */
function findInManifest(context: StackContext, manifest: OpenManifest, wanted: WantedComponent): Component {
  if (!manifest.components.has(wanted.component)) throw notFound(wanted, [manifest], []);
  const stack =
    manifest.computedStackOf(wanted.component) ?? manifest.stackOf(wanted.component) ?? manifest.name;
  return build(context, manifest, wanted, stack);
}

function build(
  context: StackContext,
  manifest: OpenManifest,
  wanted: WantedComponent,
  stack: string,
): Component {
  // A base that is missing anywhere in the manifest is a fault of the stack, not of one component.
  for (const name of manifest.components.names()) manifest.components.bases(name);
  return buildComponent(context, manifest, wanted.component, stack);
}

function twice(wanted: WantedComponent, first: Component, other: Component): Problem {
  return new Problem({
    code: 'stack-invalid',
    message: `${wanted.component} of ${wanted.stack} is defined in ${first.manifest} and, differently, in ${other.manifest}.`,
    hint: `Take it out of one of them, or name one of them: -s ${first.manifest}`,
    at: other.at,
  });
}
