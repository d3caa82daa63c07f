import { join } from 'node:path';
import type { Project } from '../domain/project.ts';
import type { Ports, World } from '../ports.ts';
import { findComponent } from '../stacks/find-component.ts';
import { leftoversOf } from '../terraform/generated-names.ts';
import { inFolder } from './run-terraform.ts';
import type { SelectedRun } from './select-runs.ts';

/** What is there to be removed. Absolute paths, in order, each once. */
export interface Rubbish {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** State files, with `everything` only. */
  readonly state: readonly string[];
}

/** Looks for what runs of components have left. Throws what reading the components throws. */
export function findRubbish(
  world: World,
  project: Project,
  runs: readonly SelectedRun[],
  everything: boolean,
): Rubbish {
  const found = runs.map((run) => leftoversOf(project, findComponent(world, project, run)));
  const there = (paths: readonly string[]) =>
    [...new Set(paths)].filter((path) => world.files.stat(path) !== undefined).sort();
  return {
    files: there(found.flatMap(({ files }) => files)),
    folders: there(found.flatMap(({ folders }) => folders)),
    state: everything ? there(found.flatMap(({ state }) => state)) : [],
  };
}

/** Removes it, while no run of ours is in those folders. Throws Problem `file-unwritable`. */
export async function removeRubbish(
  ports: Pick<Ports, 'leases' | 'terminal' | 'writer' | 'files'>,
  { files, folders, state }: Rubbish,
  runs: readonly SelectedRun[],
): Promise<void> {
  for (const folder of [...new Set(runs.map((run) => run.folder))].sort())
    await inFolder(ports, folder, async () => {
      for (const path of [...files, ...folders, ...state])
        if (path.startsWith(join(folder, '/')) && !within(path, folder, runs)) ports.writer.removeAll(path);
    });
}

/** A path below another component's folder that stands within this one belongs to that component. */
function within(path: string, folder: string, runs: readonly SelectedRun[]): boolean {
  return runs.some(
    (run) =>
      run.folder !== folder && run.folder.startsWith(`${folder}/`) && path.startsWith(`${run.folder}/`),
  );
}
