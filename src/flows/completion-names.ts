import { listProfiles } from '../config/list-profiles.ts';
import type { World } from '../ports.ts';
import { listComponents } from '../stacks/list-components.ts';
import { listInstances } from '../stacks/list-instances.ts';
import { workflowFiles } from '../workflows/workflow-files.ts';
import { chosenProject, type ProjectChoice } from './chosen-project.ts';
import { loadAuth } from './load-auth.ts';
import { accountsOf, whoRuns } from './who-runs.ts';

/** A name that a person may type next, and what it is. */
export interface CompletionName {
  readonly name: string;
  readonly brief: string;
}

/** What a project names, by the word that completions ask with; each takes the stack that was typed, if one was. */
const sources: Readonly<
  Record<
    string,
    (
      world: World,
      folder: string,
      choice: ProjectChoice,
      stack: string | undefined,
    ) => readonly CompletionName[]
  >
> = {
  stacks: (world, folder, choice) =>
    unique(
      listInstances(world, chosenProject(world, folder, choice)).instances.map(({ stack }) => ({
        name: stack,
        brief: '',
      })),
    ),
  components: (world, folder, choice, stack) =>
    listComponents(world, chosenProject(world, folder, choice), stack).components.map(({ component }) => ({
      name: component,
      brief: '',
    })),
  accounts: (world, folder, choice) =>
    accountsOf(whoRuns(world, chosenProject(world, folder, choice), undefined).runners).map(
      ({ name, id = '' }) => ({ name, brief: id }),
    ),
  identities: (world, folder, choice) =>
    [...loadAuth(world, folder, choice).auth.identities.values()].map(({ name, kind, principal }) => ({
      name,
      brief: principal.permissionSet ?? principal.roleArn ?? kind,
    })),
  providers: (world, folder, choice) =>
    [...loadAuth(world, folder, choice).auth.providers.values()].map(({ name, kind, startUrl }) => ({
      name,
      brief: startUrl ?? kind,
    })),
  profiles: (world, folder, choice) =>
    unique(listProfiles(world, { ...choice, cwd: folder }).map(({ name }) => ({ name, brief: '' }))),
  workflows: (world, folder, choice) =>
    workflowFiles(world, chosenProject(world, folder, choice)).files.flatMap(({ name: file, workflows }) =>
      [...workflows.entries.keys()].map((name) => ({ name, brief: file })),
    ),
};

/**
 * The names of one source (`accounts`, `stacks`, `components`, `identities`, `providers`, `profiles`, `workflows`), none for another word.
 * What a part of the project that cannot be read would have named is left out. Throws the Problems of a configuration that
 * cannot be read at all, and Suspended.
 */
export function completionNames(
  world: World,
  folder: string,
  source: string,
  choice: ProjectChoice,
  stack: string | undefined,
): readonly CompletionName[] {
  return sources[source]?.(world, folder, choice, stack) ?? [];
}

function unique(names: readonly CompletionName[]): readonly CompletionName[] {
  return [...new Map(names.map((one) => [one.name, one])).values()];
}
