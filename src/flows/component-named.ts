import { relative, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import { listStacks } from '../stacks/list-stacks.ts';
import type { WantedComponent } from '../stacks/wanted-component.ts';

/**
 * The wanted component by its name, where a person gave its folder: `components/terraform/vpc`, or `.` within it.
 * A component of that very name goes first, then one that is called as its folder, then the only one on the folder.
 * Throws Problem `component-not-found`, and `usage` where several stand for the folder.
 */
export function componentNamed(
  world: World,
  project: Project,
  cwd: string,
  wanted: WantedComponent,
): WantedComponent {
  const folder = folderBelow(project.terraform.basePath, cwd, wanted.component);
  if (folder === undefined) return wanted;
  const stack = listStacks(world, project).stacks.find(
    ({ name, manifest }) => name === wanted.stack || manifest === wanted.stack,
  );
  if (stack === undefined || stack.components.some(({ name }) => name === wanted.component)) return wanted;
  const fitting = stack.components.filter((one) => one.folder === folder && !one.abstract);
  const found =
    fitting.find(({ name }) => name === folder) ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (found !== undefined) return { ...wanted, component: found.name };
  const names = fitting.map(({ name }) => name).join(', ');
  throw new Problem({
    code: fitting.length === 0 ? 'component-not-found' : 'usage',
    message:
      fitting.length === 0
        ? `No component of ${wanted.stack} stands for the folder ${wanted.component}.`
        : `Several components of ${wanted.stack} stand for the folder ${wanted.component}: ${names}.`,
    hint:
      fitting.length === 0
        ? `The components of ${wanted.stack} are ${stack.components.map(({ name }) => name).join(', ')}.`
        : 'Name one of them.',
  });
}

/** The folder below the components' base that a text names, where it is a path and leads there. */
function folderBelow(base: string, cwd: string, text: string): string | undefined {
  if (!/^\.{1,2}$|\//.test(text)) return undefined;
  const folder = relative(base, resolve(cwd, text));
  return folder === '' || folder.startsWith('..') ? undefined : folder;
}
