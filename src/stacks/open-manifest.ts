import { resolve } from 'node:path';
import { ComponentLayers } from './component-layers.ts';
import { folderOf } from './folder.ts';
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
  readonly components: StackComponents;
  readonly #context: StackContext;
  readonly #layers = new Map<string, ComponentLayers>();

  /** Throws the Problems of ManifestReader.read. */
  constructor(context: StackContext, reader: ManifestReader, { file, name }: ManifestFile) {
    const { terraform } = context.project;
    this.#context = context;
    this.file = file;
    this.name = name;
    this.manifest = reader.read(file);
    this.components = new StackComponents(this.manifest.merged, (folder) =>
      context.yaml.isFolder(resolve(terraform.basePath, folder)),
    );
  }

  /** Throws Problem `stack-invalid`. */
  layers(component: string): ComponentLayers {
    let layers = this.#layers.get(component);
    if (layers === undefined) {
      layers = new ComponentLayers(this.#context, this.manifest.merged, this.components, component);
      this.#layers.set(component, layers);
    }
    return layers;
  }

  /** The stack that a component belongs to; undefined where a part of its name has no value. */
  stackOf(component: string): string | undefined {
    return manifestNamed(this.manifest.merged) ?? this.computedStackOf(component);
  }

  /** The same, as if the manifest had no `name:`; what the manifest's path is asked for with. */
  computedStackOf(component: string): string | undefined {
    return computedName(this.#context, this.layers(component), this.name);
  }

  folder(component: string): string {
    return folderOf(this.layers(component), this.components);
  }
}
