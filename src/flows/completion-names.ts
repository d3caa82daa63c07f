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

/** What stands on the command line already, and leaves fewer names. */
export interface WhatWasSaid {
  readonly stack?: string;
  readonly component?: string;
  readonly workflow?: string;
  readonly file?: string;
}

type Source = (
  world: World,
  folder: string,
  choice: ProjectChoice,
  said: WhatWasSaid,
) => readonly CompletionName[];

/** What a project names, by the word that completions ask with. */
const sources: Readonly<Record<string, Source>> = {
  stacks: (world, folder, choice, { component }) =>
    unique(
      listInstances(world, chosenProject(world, folder, choice))
        .instances.filter((one) => component === undefined || (one.component === component && !one.abstract))
        .map(({ stack }) => stack),
    ),
  components: (world, folder, choice, { stack }) =>
    unique(
      listComponents(world, chosenProject(world, folder, choice), stack).components.map(
        ({ component }) => component,
      ),
    ),
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
    unique(listProfiles(world, { ...choice, cwd: folder }).map(({ name }) => name)),
  workflows: (world, folder, choice, { file: wanted }) =>
    workflowFiles(world, chosenProject(world, folder, choice))
      .files.filter(({ name }) => wanted === undefined || isFile(name, wanted))
      .flatMap(({ name: file, workflows }) =>
        [...workflows.entries.keys()].map((name) => ({ name, brief: file })),
      ),
  'workflow-files': (world, folder, choice, { workflow }) =>
    workflowFiles(world, chosenProject(world, folder, choice))
      .files.filter(({ workflows }) => workflow === undefined || workflows.entries.has(workflow))
      .map(({ name, workflows }) => ({
        name: withoutSuffix(name),
        brief: [...workflows.entries.keys()].join(', '),
      })),
};

const withoutSuffix = (file: string): string => file.replace(/\.ya?ml$/, '');

const isFile = (name: string, wanted: string): boolean => name === wanted || withoutSuffix(name) === wanted;

/**
 * The names of one source (`accounts`, `stacks`, `components`, `identities`, `providers`, `profiles`, `workflows`, `workflow-files`), none
 * for another word. A component leaves the stacks that have it, a stack its components, a workflow its files and a file
 * its workflows. What a part of the project that cannot be read would have named is left out. Throws the Problems of a
 * configuration that cannot be read at all, and Suspended.
 */
export function completionNames(
  world: World,
  folder: string,
  source: string,
  choice: ProjectChoice,
  said: WhatWasSaid,
): readonly CompletionName[] {
  return sources[source]?.(world, folder, choice, said) ?? [];
}

const unique = (names: readonly string[]): readonly CompletionName[] =>
  [...new Set(names)].map((name) => ({ name, brief: '' }));
