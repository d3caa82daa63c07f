import { join } from 'node:path';
import type { Component } from '../domain/component.ts';
import type { Project } from '../domain/project.ts';
import { fileNames } from './file-names.ts';
import { backendFile, providersFile, requirementsFile } from './generated-files.ts';

/** What runs of a component leave in its folder. Absolute paths; some may not be there. */
export interface Leftovers {
  /** Files that any run writes anew. */
  readonly files: readonly string[];
  /** Terraform's own folder: providers, modules, the selected workspace. */
  readonly folders: readonly string[];
  /** This component's state in the local backend. What is lost with it cannot be made again. */
  readonly state: readonly string[];
}

/** What `clean` may remove: nothing but what runs of this very component write. The lock file belongs to the repository. */
export function leftoversOf(project: Project, component: Component): Leftovers {
  const folder = join(project.terraform.basePath, component.folder);
  const { variables, plan } = fileNames(component);
  const generated = [
    project.terraform.autoGenerateBackendFile && component.backendType
      ? backendFile(component, folder).path
      : undefined,
    providersFile(component, folder)?.path,
    requirementsFile(component, folder)?.path,
  ].filter((path) => path !== undefined);
  const below = (name: string) => join(folder, name);
  return {
    files: [below(variables), below(plan), below(`${plan}.json`), ...generated],
    folders: [below('.terraform')],
    // Other stacks keep theirs in the same folder.
    state:
      component.workspace === 'default'
        ? [below('terraform.tfstate'), below('terraform.tfstate.backup')]
        : [below(join('terraform.tfstate.d', component.workspace))],
  };
}
