import { mapEntries, mergeLayers, mergeValues, withoutAppend } from '../domain/merge.ts';
import { Problem } from '../domain/problem.ts';
import { emptyMap, type MapValue, type Value } from '../domain/value.ts';
import { isKnownFunction, notSupported } from '../yaml/yaml-function.ts';
import { importedFiles } from './import-entries.ts';
import { manifestName } from './list-manifests.ts';
import { mapSection, stackInvalid } from './section.ts';
import type { StackContext } from './stack-context.ts';

/** A manifest with everything that it imports. */
export interface Manifest {
  /** Imports and the file itself, merged. */
  readonly merged: MapValue;
  /** Every file that took part with what it holds itself, in the order of the merge; the manifest's own is the last. */
  readonly parts: readonly MapValue[];
  /** Names of all imported manifests. */
  readonly imports: ReadonlySet<string>;
  /** `overrides:` that go on to whoever imports this. */
  readonly overrides: MapValue | undefined;
}

/** Reads manifests within one context; a catalog that many stacks import is merged once. */
export class ManifestReader {
  readonly #context: StackContext;
  readonly #own = new Map<string, MapValue>();
  readonly #plain = new Map<string, Manifest>();

  constructor(context: StackContext) {
    this.#context = context;
  }

  /**
   * A manifest with its imports. Throws Problem `yaml-invalid`, `stack-invalid`, `import-not-found`, `import-cycle`
   * (where Atmos would never end) or `construct-not-supported`.
   */
  read(file: string): Manifest {
    return this.#read(file, undefined, undefined, []);
  }

  /**
   * `handedDown` are overrides of the importing file, which beat the file's own; `before` are those of imports that
   * were merged earlier, which lie below. Both are Atmos's rule, the second one its surprise.
   */
  #read(
    file: string,
    handedDown: MapValue | undefined,
    before: MapValue | undefined,
    above: readonly string[],
  ): Manifest {
    const plain = handedDown === undefined && before === undefined;
    const known = plain ? this.#plain.get(file) : undefined;
    if (known !== undefined) return known;
    const manifest = this.#merge(file, handedDown, before, above);
    if (plain) this.#plain.set(file, manifest);
    return manifest;
  }

  #merge(
    file: string,
    handedDown: MapValue | undefined,
    before: MapValue | undefined,
    above: readonly string[],
  ): Manifest {
    const own = this.#ownPart(file);
    const { listMerge, basePath } = this.#context.project.stacks;
    const inline = mergeLayers([ownOverrides(own), handedDown], listMerge);
    const path = [...above, file];
    const imports = new Set<string>();
    const parts: MapValue[] = [];
    let merged: MapValue | undefined;
    let overrides = before;
    for (const imported of importedFiles(this.#context, file, own)) {
      if (path.includes(imported)) throw cycle(own, [...path, imported], basePath);
      const part = this.#read(imported, inline, overrides, path);
      merged = mergeLayers([merged, part.merged], listMerge);
      overrides = mergeLayers([overrides, part.overrides], listMerge);
      parts.push(...part.parts);
      imports.add(manifestName(basePath, imported));
      for (const name of part.imports) imports.add(name);
    }
    overrides = mergeLayers([overrides, inline], listMerge);
    const content = withOverrides(withoutImport(own), overrides);
    const all = merged === undefined ? content : withoutAppend(mergeValues(merged, content, listMerge));
    return { merged: all as MapValue, parts: [...parts, own], imports, overrides };
  }

  #ownPart(file: string): MapValue {
    let own = this.#own.get(file);
    if (own === undefined) {
      own = readOwn(this.#context, file);
      this.#own.set(file, own);
    }
    return own;
  }
}

function readOwn({ yaml }: StackContext, file: string): MapValue {
  if (file.endsWith('.tmpl') && yaml.text(file)?.includes('{{') === true)
    throw notSupported('A manifest that is a template', { file });
  const value = yaml.read(file);
  if (value === undefined) return emptyMap({ file });
  if (value.type !== 'map')
    throw stackInvalid(
      'A manifest must hold a map of sections.',
      value.at,
      'Begin it with import:, vars: or components:.',
    );
  const terraform = mapSection(value, 'terraform');
  for (const locals of [value.entries.get('locals'), terraform?.entries.get('locals')])
    if (locals !== undefined) throw notSupported('locals:', locals.at);
  refuseTags(value);
  return value;
}

/** What stands for other content is put in place while a file is read, so it may not wait until a value is used. */
function refuseTags(value: Value): void {
  if (value.tag?.startsWith('!include')) throw notSupported(`The YAML function ${value.tag}`, value.at);
  if (value.tag !== undefined && !isKnownFunction(value.tag))
    throw new Problem({
      code: 'yaml-invalid',
      message: `There is no YAML function ${value.tag}.`,
      hint: 'Put the text in quotes if it is meant as text.',
      at: value.at,
    });
  if (value.type === 'list') for (const item of value.items) refuseTags(item);
  if (value.type === 'map') for (const entry of value.entries.values()) refuseTags(entry);
}

function ownOverrides(own: MapValue): MapValue | undefined {
  return mergeLayers([mapSection(own, 'overrides'), mapSection(mapSection(own, 'terraform'), 'overrides')]);
}

const withoutImport = (own: MapValue): MapValue =>
  mapEntries(own, (value, key) => (key === 'import' || key === 'overrides' ? undefined : value));

/** Hangs overrides on the Terraform components that the file itself defines. */
function withOverrides(own: MapValue, overrides: MapValue | undefined): MapValue {
  if (overrides === undefined || overrides.entries.size === 0) return own;
  const hang = (component: Value): Value => {
    if (component.type !== 'map') return component;
    const before = component.entries.get('overrides');
    const value = before === undefined ? overrides : mergeValues(before, overrides);
    return { ...component, entries: new Map(component.entries).set('overrides', value) };
  };
  return mapEntries(own, (components, key) =>
    key !== 'components' || components.type !== 'map'
      ? components
      : mapEntries(components, (terraform, type) =>
          type !== 'terraform' || terraform.type !== 'map' ? terraform : mapEntries(terraform, hang),
        ),
  );
}

function cycle(own: MapValue, path: readonly string[], basePath: string): Problem {
  return new Problem({
    code: 'import-cycle',
    message: 'This manifest imports itself.',
    hint: `Take one of these imports out: ${path.map((file) => manifestName(basePath, file)).join(' → ')}.`,
    at: own.entries.get('import')?.at ?? own.at,
  });
}
