import { isSuspended } from '../domain/effect.ts';
import { isProblem } from '../domain/problem.ts';
import type { ManifestFile } from './list-manifests.ts';
import { OpenManifest } from './open-manifest.ts';
import type { ManifestReader } from './read-manifest.ts';
import type { StackContext } from './stack-context.ts';

/**
 * Opens a manifest, and tells the index, where there is one that does not know it, which stacks it can be. Of a manifest
 * that has a fault, or needs more than files and variables, nothing is told: it is opened each time.
 * Throws the Problems of ManifestReader.read.
 */
export function openAndLearn(
  context: StackContext,
  reader: ManifestReader,
  manifest: ManifestFile,
): OpenManifest {
  const { world, project, lookout } = context;
  const { index } = world;
  if (index === undefined || index.stacksOf(project, manifest.file) !== undefined)
    return new OpenManifest(context, reader, manifest);
  const { value, seen } = lookout.watch(() => {
    const opened = new OpenManifest(context, reader, manifest);
    return { opened, stacks: stacksOf(opened) };
  });
  if (value.stacks !== undefined && seen.sure) index.learn(project, manifest.file, value.stacks, seen);
  return value.opened;
}

function stacksOf(manifest: OpenManifest): readonly string[] | undefined {
  try {
    return manifest.stacks();
  } catch (error) {
    if (isProblem(error) || isSuspended(error)) return undefined;
    throw error;
  }
}
