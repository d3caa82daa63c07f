import { isAbsolute, relative, resolve } from 'node:path';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { listed } from '../domain/suggestion.ts';
import type { World } from '../ports.ts';
import { type ComponentPlace, ComponentSections, type EvaluationOptions } from './component-sections.ts';
import { listManifests, type ManifestFile } from './list-manifests.ts';
import { type BrokenManifest, notFound } from './not-found.ts';
import { openAndLearn } from './open-and-learn.ts';
import { type OpenManifest, typeFolder } from './open-manifest.ts';
import { partialName } from './partial-name.ts';
import { ManifestReader } from './read-manifest.ts';
import { sameSections } from './same-value.ts';
import { stackInvalid } from './section.ts';
import { type StackContext, stackContext } from './stack-context.ts';
import type { WantedComponent } from './wanted-component.ts';

/** Manifests that could be opened, and what is wrong with the rest. */
interface OpenedManifests {
  readonly opened: readonly OpenManifest[];
  readonly broken: readonly BrokenManifest[];
}

/** All manifests of a project for the questions of one call: each is read once, when it is first needed. */
export class OpenStacks {
  readonly context: StackContext;
  readonly #reader: ManifestReader;
  readonly #opened = new Map<string, OpenManifest>();
  #manifests: readonly ManifestFile[] | undefined;
  #all: OpenedManifests | undefined;

  constructor(world: World, project: Project) {
    this.context = stackContext(world, project);
    this.#reader = new ManifestReader(this.context);
  }

  /** Every manifest that can be opened, and what is wrong with the rest. Throws what listManifests throws. */
  all(): OpenedManifests {
    this.#all ??= this.#openEach(this.#files());
    return this.#all;
  }

  /** The same for those manifests that can be a stack, as far as that is known before they are opened. */
  #maybe({ stack, component }: WantedComponent, type: string): OpenedManifests {
    const { world, project } = this.context;
    const { index } = world;
    // A path may mean several components of a manifest, which is a fault of it even where the stack is another one.
    if (this.#all !== undefined || index === undefined || this.#folderOf(component, type) !== undefined)
      return this.all();
    return this.#openEach(
      this.#files().filter(({ file }) => index.stacksOf(project, file)?.includes(stack) ?? true),
    );
  }

  #openEach(files: readonly ManifestFile[]): OpenedManifests {
    const broken: BrokenManifest[] = [];
    const opened = files.flatMap((manifest) => {
      try {
        return [this.#open(manifest)];
      } catch (error) {
        broken.push(this.#broken(manifest, error));
        return [];
      }
    });
    return { opened, broken };
  }

  /**
   * The component that a person names, with the sections of the first manifest that defines it. A broken manifest
   * elsewhere does not stop the answer; one that seems to be this stack, or may be when nothing else is, does.
   * Throws Problem `stack-not-found`, `component-not-found`, `stack-invalid` and what reading a manifest throws.
   */
  find(
    wanted: WantedComponent,
    options: EvaluationOptions = {},
    above: readonly string[] = [],
  ): ComponentSections {
    const byPath = this.#files().find(({ name }) => name === wanted.stack && name.includes('/'));
    const manifests = byPath === undefined ? undefined : [this.#open(byPath)];
    for (const type of wanted.types ?? ['terraform']) {
      const found = this.#search({ ...wanted, types: [type] }, type, manifests);
      const [first, ...others] = found.map(({ manifest, place }) =>
        this.sections(manifest, place, type, options, above),
      );
      if (first === undefined) continue;
      for (const other of others) if (!sameSections(first, other)) throw twice(first, other);
      return first;
    }
    const { opened, broken } = manifests === undefined ? this.all() : { opened: manifests, broken: [] };
    throw notFound(wanted, opened, broken);
  }

  /** The sections of a component of a manifest. Throws Problem `stack-invalid`. */
  sections(
    manifest: OpenManifest,
    place: ComponentPlace,
    type: string,
    options: EvaluationOptions = {},
    above: readonly string[] = [],
  ): ComponentSections {
    // A base that is missing anywhere in the manifest is a fault of the stack, not of one component.
    const components = manifest.of(type);
    for (const name of components.names()) components.bases(name);
    const layers = manifest.layers(place.name, type);
    const here = `${place.name} in ${place.stack}`;
    return new ComponentSections(this.context, manifest, layers, place, options, (component, stack) => {
      const next = `${component} in ${stack}`;
      const path = [...above, here];
      if (path.includes(next))
        throw stackInvalid(
          `${here} needs itself through atmos.Component.`,
          layers.own.map.at,
          `Take one of these out: ${[...path, next].join(' → ')}.`,
        );
      return this.find({ component, stack, types: ['terraform', 'helmfile', 'packer'] }, options, path);
    });
  }

  #search(
    wanted: WantedComponent,
    type: string,
    manifests: readonly OpenManifest[] | undefined,
  ): readonly { readonly manifest: OpenManifest; readonly place: ComponentPlace }[] {
    const found: { manifest: OpenManifest; place: ComponentPlace }[] = [];
    const { stack } = wanted;
    if (manifests !== undefined) {
      // Named by its path, its stack is called as if it had no `name:`, as in Atmos.
      for (const manifest of manifests)
        for (const name of this.#names(manifest, wanted, type)) {
          const computed =
            manifest.computedStackOf(name, type) ?? manifest.stackOf(name, type) ?? manifest.name;
          found.push({ manifest, place: { name, stack: computed, called: stack } });
        }
      return found;
    }
    const { opened, broken } = this.#maybe(wanted, type);
    const faulty = [...broken];
    for (const manifest of opened)
      try {
        for (const name of this.#names(manifest, wanted, type))
          if (manifest.stackOf(name, type) === stack) found.push({ manifest, place: { name, stack } });
      } catch (error) {
        faulty.push(this.#broken(manifest, error));
      }
    const atFault = faulty.find((one) => one.stack === stack);
    if (atFault !== undefined) throw atFault.problem;
    return found;
  }

  /** The components of a manifest that a name, or the path of a component's folder, may mean. */
  #names(manifest: OpenManifest, { component }: WantedComponent, type: string): readonly string[] {
    const components = manifest.of(type);
    if (components.has(component)) return [component];
    const folder = this.#folderOf(component, type);
    if (folder === undefined) return [];
    if (components.has(folder) && manifest.folder(folder, type) === folder) return [folder];
    const names = components.names().filter((name) => manifest.folder(name, type) === folder);
    if (names.length < 2) return names;
    throw new Problem({
      code: 'component-not-found',
      message: `${manifest.name} has several components of the folder ${folder}.`,
      hint: `Name one of them: ${listed(names)}.`,
    });
  }

  /** The folder below the components that a path leads to; undefined for what is no path of one. */
  #folderOf(path: string, type: string): string | undefined {
    if (!/^\.{0,2}\/|^\.{1,2}$|\//.test(path)) return undefined;
    const base = typeFolder(this.context, type);
    const target = resolve(this.context.cwd, path);
    const folder = base === undefined ? '' : relative(base, target);
    const outside = folder === '' || folder.startsWith('..') || isAbsolute(folder);
    return outside || !this.context.yaml.isFolder(target) ? undefined : folder;
  }

  #files(): readonly ManifestFile[] {
    this.#manifests ??= listManifests(this.context);
    return this.#manifests;
  }

  #open(file: ManifestFile): OpenManifest {
    let manifest = this.#opened.get(file.file);
    if (manifest === undefined) {
      manifest = openAndLearn(this.context, this.#reader, file);
      this.#opened.set(file.file, manifest);
    }
    return manifest;
  }

  #broken(manifest: ManifestFile, error: unknown): BrokenManifest {
    if (!isProblem(error)) throw error;
    return { manifest, problem: error, stack: partialName(this.context, manifest) };
  }
}

/** Problem `stack-invalid`: one component, two definitions. */
export function twice(first: ComponentSections, other: ComponentSections): Problem {
  const { name, stack } = first.place;
  return new Problem({
    code: 'stack-invalid',
    message: `${name} of ${stack} is defined in ${first.manifest.name} and, differently, in ${other.manifest.name}.`,
    hint: `Take it out of one of them, or name one of them: -s ${first.manifest.name}`,
    at: other.layers.own.map.at,
  });
}
