import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Component } from '../domain/component.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { Ports, World } from '../ports.ts';
import { findComponent } from '../stacks/find-component.ts';
import { fileNames } from '../terraform/file-names.ts';
import { fileFromTemplate } from '../terraform/file-template.ts';
import { backendFile, variablesFile } from '../terraform/generated-files.ts';
import type { GeneratedFile } from '../terraform/terraform-run.ts';
import { inFolder } from './run-terraform.ts';
import type { SelectedRun } from './select-runs.ts';

export type Generated = 'backend' | 'varfile';

/** One file of one component: in its folder, or where `path` (from `cwd`) says. */
export function generatedFile(
  project: Project,
  component: Component,
  what: Generated,
  place: { readonly cwd: string; readonly path?: string },
): GeneratedFile {
  const folder = join(project.terraform.basePath, component.folder);
  const file =
    what === 'backend'
      ? backendFile(component, folder)
      : variablesFile(component, folder, fileNames(component).variables);
  return place.path === undefined ? file : { ...file, path: resolve(place.cwd, place.path) };
}

/**
 * The files of many components, where a template says or in their folders. Problem `usage` where two of them would be
 * one file with two contents.
 */
export function generatedFiles(
  world: World,
  project: Project,
  runs: readonly SelectedRun[],
  what: Generated,
  place: { readonly cwd: string; readonly template?: string },
): readonly GeneratedFile[] {
  const files = new Map<string, GeneratedFile>();
  for (const run of runs) {
    const component = findComponent(world, project, run, { strict: true });
    const path = place.template === undefined ? {} : { path: fileFromTemplate(place.template, component) };
    const file = generatedFile(project, component, what, { cwd: place.cwd, ...path });
    const before = files.get(file.path);
    if (before !== undefined && before.content !== file.content)
      throw new Problem({
        code: 'usage',
        message: `${relative(place.cwd, file.path)} would be the file of several stacks, and differs between them.`,
        hint: 'Tell them apart: --file-template {stack}/{component}.json',
      });
    files.set(file.path, file);
  }
  return [...files.values()];
}

/** Writes files where they differ from what is there; in a component's folder only while no run is in it. */
export async function writeGenerated(
  ports: Pick<Ports, 'files' | 'writer' | 'leases' | 'terminal'>,
  project: Project,
  files: readonly GeneratedFile[],
): Promise<void> {
  for (const file of files) {
    const write = async () => {
      if (ports.files.read(file.path) !== file.content)
        ports.writer.write(file.path, file.content, file.mode);
    };
    const below = relative(project.terraform.basePath, file.path);
    const inComponent = !below.startsWith('..') && !isAbsolute(below);
    await (inComponent ? inFolder(ports, dirname(file.path), write) : write());
  }
}
