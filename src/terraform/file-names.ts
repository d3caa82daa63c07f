import type { Component } from '../domain/component.ts';

/** File names in the component's folder; the same stem for both, so that a stack's files stand together. */
export interface FileNames {
  readonly variables: string;
  readonly plan: string;
}

/**
 * `<stack>-<component>`, or `<stack>-<parents of the folder>-<component>` where the folder has parents. Only the
 * last part of the component's name counts in both. A stack that is named by its path has `/` turned into `-`.
 * Source of the rule: what Atmos computes, because people keep and ignore these files by name.
 */
export function fileNames(component: Pick<Component, 'stack' | 'name' | 'folder'>): FileNames {
  const parents = component.folder.split('/').slice(0, -1).join('-');
  const name = component.name.split('/').at(-1) ?? component.name;
  const stack = component.stack.replaceAll('/', '-');
  const stem = parents === '' ? `${stack}-${name}` : `${stack}-${parents}-${name}`;
  return { variables: `${stem}.terraform.tfvars.json`, plan: `${stem}.planfile` };
}
