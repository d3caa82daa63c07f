import { loadProject } from '../../../src/config/load-project.ts';
import type { Component } from '../../../src/domain/component.ts';
import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import type { World } from '../../../src/ports.ts';
import { findComponent } from '../../../src/stacks/find-component.ts';
import { listStacks } from '../../../src/stacks/list-stacks.ts';
import { memoryFiles } from '../memory-files.ts';

/** A project in memory: manifests by path below stacks/, and what stands in atmos.yaml beside the usual. */
export interface Small {
  readonly manifests: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** More of components.terraform. */
  readonly terraform?: string;
  /** Component folders that exist. */
  readonly folders?: readonly string[];
}

export const byPattern = 'name_pattern: "{tenant}-{stage}"';

export function open({ manifests, config = byPattern, env = {}, folders = [], terraform = '' }: Small) {
  const files = memoryFiles({
    '/p/atmos.yaml': `stacks:\n  base_path: stacks\n  included_paths: ["orgs/**/*"]\n  excluded_paths: ["**/_*"]\n  ${config}\ncomponents: {terraform: {base_path: tf, ${terraform}}}`,
    ...Object.fromEntries(Object.entries(manifests).map(([path, text]) => [`/p/stacks/${path}`, text])),
    ...Object.fromEntries(folders.map((folder) => [`/p/tf/${folder}/main.tf`, ''])),
  });
  const world: World = { files, environment: processEnvironment(env) };
  return { world, files, project: loadProject(world, { cwd: '/p' }) };
}

/** `component` in `stack`, such as `vpc -s a-dev`. */
export function find(small: Small, asked: string): Component {
  const { world, project } = open(small);
  const [component = '', stack = ''] = asked.split(' -s ');
  return findComponent(world, project, { component, stack });
}

export function list(small: Small) {
  const { world, project } = open(small);
  return listStacks(world, project);
}

/** The Problem that finding, or looking at all values, ends in. */
export function fault(small: Small, asked: string): Problem {
  try {
    JSON.stringify(Object.values(find(small, asked)), (_, value) => (typeof value === 'bigint' ? 0 : value));
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error(`${asked} was found`);
}

/** `code file:line` with the file below stacks/. */
export const told = ({ code, at }: Problem): string =>
  `${code} ${at === undefined ? '' : `${at.file.replace('/p/stacks/', '')}:${at.line ?? ''}`}`.trim();
