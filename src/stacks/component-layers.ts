import { type ListMerge, mapEntries, mergeLayers, withoutAppend } from '../domain/merge.ts';
import { emptyMap, type MapValue, textOf, valueAt } from '../domain/value.ts';
import { isNull, mapSection, stackInvalid, textSection } from './section.ts';
import type { Definition, StackComponents } from './stack-components.ts';
import type { StackContext } from './stack-context.ts';

const strategies = ['replace', 'append', 'merge'] as const;
const stackMetadata = ['labels', 'tags', 'custom', 'enabled', 'locked', 'terraform_workspace_pattern'];

/** Sections that a stack, a type and overrides have. */
export type SharedSection = 'vars' | 'settings' | 'env' | 'auth' | 'hooks' | 'generate';

/** Everything that is merged into one component, layer by layer, before functions and templates. */
export class ComponentLayers {
  readonly own: Definition;
  /** In the order in which they are applied. */
  readonly bases: readonly Definition[];
  readonly #project: StackContext['project'];
  readonly #stack: MapValue;
  /** The section of the component's type: `terraform:`, `helmfile:`, … */
  readonly #shared: MapValue | undefined;
  /** `terraform`, `helmfile`, … */
  readonly type: string;
  /** `overrides:` of the component. */
  readonly overrides: MapValue | undefined;
  readonly #merged = new Map<string, MapValue>();

  /** Throws Problem `stack-invalid`. */
  constructor({ project }: StackContext, stack: MapValue, components: StackComponents, name: string) {
    this.#project = project;
    this.#stack = stack;
    this.#shared = mapSection(stack, components.type);
    this.type = components.type;
    this.own = components.definition(name);
    this.bases = components.bases(name);
    this.overrides = mapSection(this.own.map, 'overrides', this.#label);
  }

  get #label(): string {
    return `The component ${this.own.name}`;
  }

  /** `vars`, `settings`, `env`, `auth`, `hooks`, `generate`: stack, `terraform:`, bases, component, overrides. */
  section(key: SharedSection): MapValue {
    const config = key === 'env' ? valueAt(this.#project.config, 'env') : undefined;
    return this.#remember(key, [
      config?.type === 'map' ? config : undefined,
      mapSection(this.#stack, key),
      mapSection(this.#shared, key, this.type),
    ]);
  }

  /** `dependencies`: the same, but for overrides. */
  dependencies(): MapValue {
    const lowest = [
      mapSection(this.#stack, 'dependencies'),
      mapSection(this.#shared, 'dependencies', this.type),
    ];
    return this.#remember('dependencies', lowest, false);
  }

  /** `locals` of bases and component, as they stand. */
  locals(): MapValue {
    return this.#remember('locals', [], false);
  }

  /** `providers` or `required_providers`: `terraform:`, bases, component, overrides. */
  providers(key: 'providers' | 'required_providers'): MapValue {
    return this.#remember(key, [mapSection(this.#shared, key, this.type)]);
  }

  /** `backend`, `remote_state_backend`, `source`, …: `terraform:`, bases, component; overrides do not reach these. */
  foundation(key: string): MapValue {
    return this.#remember(key, [mapSection(this.#shared, key, this.type)], false);
  }

  /** Own metadata over that of the bases (without `type` and `inherits`) over the few keys a stack may set. */
  metadata(): MapValue {
    const known = this.#merged.get('metadata');
    if (known !== undefined) return known;
    const inherited = this.#project.stacks.inheritMetadata
      ? this.bases.map((base) =>
          without(mapSection(base.map, 'metadata', `The component ${base.name}`), ['type', 'inherits']),
        )
      : [];
    return this.#merge('metadata', [this.#stackMetadata()], inherited, [
      mapSection(this.own.map, 'metadata', this.#label),
    ]);
  }

  /** `command` or `backend_type`: of several bases the last one counts, even when it says nothing. */
  choice(key: 'command' | 'backend_type' | 'remote_state_backend_type'): string | undefined {
    const last = this.bases.at(-1);
    const overridden = key === 'command' ? textSection(this.overrides, key, this.own.name) : undefined;
    return (
      overridden ||
      textSection(this.own.map, key, this.own.name) ||
      (last && textSection(last.map, key, last.name)) ||
      textSection(this.#shared, key, this.type) ||
      undefined
    );
  }

  /** The last layer that names a required_version. */
  requiredVersion(): string | undefined {
    return [this.#shared, ...this.bases.map(({ map }) => map), this.own.map, this.overrides]
      .map((map) => textSection(map, 'required_version', this.own.name))
      .findLast((text) => text !== undefined && text !== '');
  }

  /** The component's own layers for default markers: overrides, component, then bases from the nearest on. */
  ownLayers(): readonly { readonly section: string; readonly map: MapValue }[] {
    const { name, map } = this.own;
    const bases = this.bases.map((base) => ({ section: `base ${base.name}`, map: base.map }));
    return [
      ...(this.overrides ? [{ section: `overrides of ${name}`, map: this.overrides }] : []),
      { section: name, map },
      ...bases.reverse(),
    ];
  }

  #stackMetadata(): MapValue | undefined {
    const metadata = mapSection(this.#stack, 'metadata');
    for (const [key, value] of metadata?.entries ?? [])
      if (!stackMetadata.includes(key))
        throw stackInvalid(
          `metadata of a whole stack cannot have ${key}; only components can.`,
          value.at,
          `Stacks take ${stackMetadata.join(', ')}.`,
        );
    return metadata;
  }

  #remember(key: string, lowest: readonly (MapValue | undefined)[], overridable = true): MapValue {
    const known = this.#merged.get(key);
    if (known !== undefined) return known;
    const bases = this.bases.map((base) => mapSection(base.map, key, `The component ${base.name}`));
    return this.#merge(key, lowest, bases, [
      mapSection(this.own.map, key, this.#label),
      overridable ? mapSection(this.overrides, key, `overrides of ${this.own.name}`) : undefined,
    ]);
  }

  #merge(
    key: string,
    lowest: readonly (MapValue | undefined)[],
    bases: readonly (MapValue | undefined)[],
    own: readonly (MapValue | undefined)[],
  ): MapValue {
    const { listMerge } = this.#project.stacks;
    // Each of these two is a merge of its own, in which an !append is used up.
    const used = [mergeLayers(lowest, listMerge), mergeLayers(bases, listMerge)].map((map) =>
      map === undefined ? undefined : (withoutAppend(map) as MapValue),
    );
    const all = mergeLayers([...used, ...own], this.#listMerge());
    const merged = all === undefined ? emptyMap(this.own.map.at) : (withoutAppend(all) as MapValue);
    this.#merged.set(key, merged);
    return merged;
  }

  /** `settings.list_merge_strategy` of a layer changes the last merge only. */
  #listMerge(): ListMerge {
    const layers = [this.#stack, ...this.bases.map(({ map }) => map), this.own.map, this.overrides];
    const chosen = layers
      .map((map) => valueAt(map, 'settings', 'list_merge_strategy'))
      .findLast((value) => value !== undefined && !isNull(value) && textOf(value) !== '');
    if (chosen === undefined) return this.#project.stacks.listMerge;
    const strategy = strategies.find((name) => name === textOf(chosen));
    if (strategy !== undefined) return strategy;
    throw stackInvalid(
      'settings.list_merge_strategy is none that exists.',
      chosen.at,
      `Use one of ${strategies.join(', ')}.`,
    );
  }
}

const without = (map: MapValue | undefined, keys: readonly string[]): MapValue | undefined =>
  map && mapEntries(map, (value, key) => (keys.includes(key) ? undefined : value));
