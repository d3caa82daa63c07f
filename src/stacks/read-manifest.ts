import { mapEntries, mergeLayers, mergeValues, withoutAppend } from '../domain/merge.ts';
import { Problem } from '../domain/problem.ts';
import type { MapValue } from '../domain/value.ts';
import { type ImportEntry, importEntries, importedFiles } from './import-entries.ts';
import { manifestName } from './list-manifests.ts';
import type { Watched } from './lookout.ts';
import { type ImportTemplates, joinedContext, noTemplates, readSource } from './manifest-source.ts';
import { ownOverrides, withOverrides } from './overrides.ts';
import type { StackContext } from './stack-context.ts';

/** A manifest with everything that it imports. */
export interface Manifest {
  /** Imports and the file itself, merged. */
  readonly merged: MapValue;
  /** Every file that took part with what it holds itself, in the order of the merge; the manifest's own is the last. */
  readonly parts: readonly ManifestPart[];
  /** Names of all imported manifests. */
  readonly imports: ReadonlySet<string>;
  /** `overrides:` by type of component that go on to whoever imports this. */
  readonly overrides: MapValue | undefined;
}

/** One file of a manifest. */
export interface ManifestPart {
  readonly name: string;
  readonly map: MapValue;
}

/** What a manifest is given by whoever imports it. */
interface Importer {
  /** Overrides of the importing file, which beat the file's own. */
  readonly handedDown: MapValue | undefined;
  /** Those of imports that were merged earlier, which lie below: Atmos's rule, and its surprise. */
  readonly before: MapValue | undefined;
  readonly templates: ImportTemplates;
  readonly path: readonly string[];
}

const nobody: Importer = { handedDown: undefined, before: undefined, templates: noTemplates, path: [] };

/** Reads manifests within one context; a catalog that many stacks import is merged once. */
export class ManifestReader {
  readonly #context: StackContext;
  readonly #sources = new Map<string, Watched<MapValue>>();
  readonly #plain = new Map<string, Watched<Manifest>>();

  constructor(context: StackContext) {
    this.#context = context;
  }

  /**
   * A manifest with its imports. Throws Suspended and Problem `yaml-invalid`, `stack-invalid`, `template-invalid`,
   * `import-not-found`, `import-cycle` (where Atmos would never end) or `construct-not-supported`.
   */
  read(file: string): Manifest {
    return this.#read(file, nobody);
  }

  #read(file: string, importer: Importer): Manifest {
    const { handedDown, before, templates } = importer;
    const plain = handedDown === undefined && before === undefined && isPlain(templates);
    const known = plain ? this.#plain.get(file) : undefined;
    if (known !== undefined) return this.#context.lookout.again(known);
    const manifest = this.#context.lookout.watch(() => this.#merge(file, importer));
    if (plain) this.#plain.set(file, manifest);
    return manifest.value;
  }

  #merge(file: string, importer: Importer): Manifest {
    const { listMerge, basePath } = this.#context.project.stacks;
    const { own, data } = this.#source(file, importer.templates);
    const inline = mergeLayers([ownOverrides(own), importer.handedDown], listMerge);
    const path = [...importer.path, file];
    const imports = new Set<string>();
    const parts: ManifestPart[] = [];
    let merged: MapValue | undefined;
    let overrides = importer.before;
    for (const entry of importEntries(own)) {
      const inner = innerTemplates(this.#context, entry, data, importer.templates);
      for (const imported of importedFiles(this.#context, file, entry, merged, inner.data)) {
        if (path.includes(imported)) throw cycle(own, [...path, imported], basePath);
        const part = this.#read(imported, { handedDown: inline, before: overrides, templates: inner, path });
        merged = mergeLayers([merged, part.merged], listMerge);
        overrides = mergeLayers([overrides, part.overrides], listMerge);
        parts.push(...part.parts);
        imports.add(manifestName(basePath, imported));
        for (const name of part.imports) imports.add(name);
      }
    }
    overrides = mergeLayers([overrides, inline], listMerge);
    const content = withOverrides(withoutImport(own), overrides);
    const all = merged === undefined ? content : withoutAppend(mergeValues(merged, content, listMerge));
    const name = manifestName(basePath, file);
    return { merged: all as MapValue, parts: [...parts, { name, map: own }], imports, overrides };
  }

  #source(file: string, templates: ImportTemplates): ReturnType<typeof readSource> {
    const known = isPlain(templates) ? this.#sources.get(file) : undefined;
    const { lookout } = this.#context;
    if (known !== undefined) return { own: lookout.again(known), data: undefined };
    const { value: source, seen } = lookout.watch(() => readSource(this.#context, file, templates));
    if (isPlain(templates) && source.data === undefined) this.#sources.set(file, { value: source.own, seen });
    return source;
  }
}

const isPlain = ({ data, skip }: ImportTemplates): boolean => data === undefined && !skip;

/** What an import sees: its own context below that of whoever imports it, which goes on to all that it imports. */
function innerTemplates(
  context: StackContext,
  entry: ImportEntry,
  data: MapValue | undefined,
  outer: ImportTemplates,
): ImportTemplates {
  const joined = joinedContext(entry.context, data);
  return {
    data: joined !== undefined && joined.entries.size > 0 ? joined : undefined,
    given: outer.given || (entry.context !== undefined && entry.context.entries.size > 0),
    skip: entry.skipTemplates,
    ignoreMissing: entry.ignoreMissing || context.project.stacks.templates.ignoreMissing,
  };
}

const withoutImport = (own: MapValue): MapValue =>
  mapEntries(own, (value, key) => (key === 'import' || key === 'overrides' ? undefined : value));

function cycle(own: MapValue, path: readonly string[], basePath: string): Problem {
  return new Problem({
    code: 'import-cycle',
    message: 'This manifest imports itself.',
    hint: `Take one of these imports out: ${path.map((file) => manifestName(basePath, file)).join(' → ')}.`,
    at: own.entries.get('import')?.at ?? own.at,
  });
}
