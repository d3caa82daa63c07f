import { textOf, valueAt } from '../domain/value.ts';
import type { ComponentLayers } from './component-layers.ts';
import type { StackComponents } from './stack-components.ts';

/**
 * The folder of a component below components.terraform.base_path: metadata.component (own or inherited), else what
 * `component:` names, when the stack has it, else the component's own name.
 */
export function folderOf(layers: ComponentLayers, components: StackComponents): string {
  return textOf(layers.metadata().entries.get('component')) || attributeFolder(layers, components);
}

/** The same, where a metadata.component of a base does not count: what Atmos prints as `component`. */
export function ownFolderOf(layers: ComponentLayers, components: StackComponents): string {
  return textOf(valueAt(layers.own.map, 'metadata', 'component')) || attributeFolder(layers, components);
}

function attributeFolder(layers: ComponentLayers, components: StackComponents): string {
  let folder = layers.own;
  const seen = new Set<string>();
  for (
    let next = components.attribute(folder);
    next !== undefined && !seen.has(next);
    next = components.attribute(folder)
  ) {
    seen.add(next);
    folder = components.definition(next);
  }
  return folder.name;
}
