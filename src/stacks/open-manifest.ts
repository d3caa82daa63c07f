import { resolve } from 'node:path';
import { entriesOf, textOf, valueAt } from '../domain/value.ts';
import { ComponentLayers } from './component-layers.ts';
import { folderOf, ownFolderOf } from './folder.ts';
import type { ManifestFile } from './list-manifests.ts';
import type { Manifest, ManifestReader } from './read-manifest.ts';
import { StackComponents } from './stack-components.ts';
import type { StackContext } from './stack-context.ts';
import { computedName, manifestNamed } from './stack-name.ts';

/** A manifest that was read, ready for questions about its components. */
export class OpenManifest {
  readonly name: string;
  readonly file: string;
  readonly manifest: Manifest;
  /** Those of Terraform. */
  readonly components: StackComponents;
  readonly #context: StackContext;
  readonly #layers = new Map<string, ComponentLayers>();
  readonly #types = new Map<string, StackComponents>();

  /** Throws the Problems of ManifestReader.read. */
  constructor(context: StackContext, reader: ManifestReader, { file, name }: ManifestFile) {
    this.#context = context;
    this.file = file;
    this.name = name;
    this.manifest = reader.read(file);
    this.components = this.of('terraform');
  }

  /** The components of one type. Throws Problem `stack-invalid`. */
  of(type: string): StackComponents {
    let components = this.#types.get(type);
    if (components === undefined) {
      const base = typeFolder(this.#context, type);
      components = new StackComponents(
        this.manifest.merged,
        (folder) => base !== undefined && this.#context.yaml.isFolder(resolve(base, folder)),
        type,
      );
      this.#types.set(type, components);
    }
    return components;
  }

  /** Throws Problem `stack-invalid`. */
  layers(component: string, type = 'terraform'): ComponentLayers {
    const key = `${type}\0${component}`;
    let layers = this.#layers.get(key);
    if (layers === undefined) {
      layers = new ComponentLayers(this.#context, this.manifest.merged, this.of(type), component);
      this.#layers.set(key, layers);
    }
    return layers;
  }

  /** The stack that a component belongs to; undefined where a part of its name has no value. */
  stackOf(component: string, type = 'terraform'): string | undefined {
    return manifestNamed(this.manifest.merged) ?? this.computedStackOf(component, type);
  }

  /** The same, as if the manifest had no `name:`; what the manifest's path is asked for with. */
  computedStackOf(component: string, type = 'terraform'): string | undefined {
    return computedName(this.#context, this.layers(component, type), this.name);
  }

  /**
   * The stacks of all its components of every type. Nothing of the way there is kept: of thousands of manifests only
   * these names are wanted. Throws Suspended, Problem `stack-invalid` and those of templates.
   */
  stacks(): readonly string[] {
    const { merged } = this.manifest;
    const stacks = new Set<string>();
    for (const [type] of entriesOf(merged.entries.get('components'))) {
      const components = this.of(type);
      for (const name of components.names()) {
        const stack =
          manifestNamed(merged) ??
          computedName(
            this.#context,
            new ComponentLayers(this.#context, merged, components, name),
            this.name,
          );
        if (stack !== undefined) stacks.add(stack);
      }
    }
    return [...stacks];
  }

  folder(component: string, type = 'terraform'): string {
    return folderOf(this.layers(component, type), this.of(type));
  }

  /** What a description says for `component:`: the folder, but for one that only a base names. */
  componentKey(component: string, type = 'terraform'): string {
    return ownFolderOf(this.layers(component, type), this.of(type));
  }
}

/** Where the folders of components of a type stand. */
export function typeFolder({ project }: StackContext, type: string): string | undefined {
  if (type === 'terraform') return project.terraform.basePath;
  const base = textOf(valueAt(project.config, 'components', type, 'base_path'));
  return base === undefined ? undefined : resolve(project.basePath, base);
}
