import type { Problem } from '../domain/problem.ts';
import { emptyMap, type MapValue, someText, textOf, type Value, valueAt } from '../domain/value.ts';
import { type Backend, backendOf, remoteStateBackend } from './backend.ts';
import { evaluationContext } from './component-evaluation.ts';
import type { ComponentLayers, SharedSection } from './component-layers.ts';
import { dependencyFiles } from './dependency-files.ts';
import { type EvaluationContext, evaluateValue } from './evaluate.ts';
import { withGithub } from './github-settings.ts';
import { resolveLocals } from './locals.ts';
import type { OpenManifest } from './open-manifest.ts';
import { renderedSection } from './rendered-section.ts';
import { spelled } from './spell.ts';
import type { StackContext } from './stack-context.ts';
import { LazyMap, templateData } from './template-data.ts';
import { workspaceOf } from './workspace.ts';

/** How values are worked out. */
export interface EvaluationOptions {
  /** `--process-templates`, true unless said. */
  readonly processTemplates?: boolean;
  /** `--process-functions`, true unless said. */
  readonly processFunctions?: boolean;
  /** `--skip`: names of functions that stay text. */
  readonly skip?: readonly string[];
  /** `--error-mode strict`: what cannot be told yet is a Problem. */
  readonly strict?: boolean;
  readonly warn?: (problem: Problem) => void;
}

/** Which component this is. */
export interface ComponentPlace {
  readonly name: string;
  readonly stack: string;
  /** What `atmos_stack` says: the manifest's path, where the component was asked for by it. */
  readonly called?: string;
  /** As `describe stacks` has it: without the component behind the stack. */
  readonly bareWorkspace?: boolean;
}

/** Sections of another component, for `atmos.Component`. */
export type Look = (component: string, stack: string) => ComponentSections;

const shared = ['vars', 'settings', 'env', 'auth', 'hooks', 'generate'];
const foundations = ['source', 'provision'];

/** The keys that every Terraform component has, in the order in which they are printed. */
const terraformKeys = [
  ...[
    'vars',
    'settings',
    'env',
    'auth',
    'metadata',
    'command',
    'component',
    'inheritance',
    'overrides',
    'hooks',
  ],
  ...['generate', 'providers', 'required_providers', 'required_version', 'backend_type', 'backend'],
  ...['remote_state_backend_type', 'remote_state_backend', 'source', 'provision', 'workspace'],
] as const;
/** The keys of any other component. */
const otherKeys = [
  ...['vars', 'settings', 'env', 'auth', 'metadata', 'command', 'component', 'inheritance', 'overrides'],
] as const;
const names = ['atmos_component', 'atmos_stack', 'stack', 'atmos_stack_file', 'atmos_manifest'] as const;

/** All sections of one component. Each is merged, filled in and worked out when it is asked for, and then kept. */
export class ComponentSections {
  readonly manifest: OpenManifest;
  readonly layers: ComponentLayers;
  readonly place: ComponentPlace;
  readonly #context: StackContext;
  readonly #options: EvaluationOptions;
  readonly #look: Look | undefined;
  readonly #evaluation: EvaluationContext;
  readonly #raw = new Map<string, Value | undefined>();
  readonly #filled = new Map<string, Value>();
  readonly #done = new Map<string, Value>();

  constructor(
    context: StackContext,
    manifest: OpenManifest,
    layers: ComponentLayers,
    place: ComponentPlace,
    options: EvaluationOptions = {},
    look?: Look,
  ) {
    this.#context = context;
    this.manifest = manifest;
    this.layers = layers;
    this.place = place;
    this.#options = options;
    this.#look = look;
    const filled = (key: string): MapValue => mapOf(this.#fill(key));
    this.#evaluation = evaluationContext(context, place, options, filled);
  }

  get type(): string {
    return this.layers.type;
  }

  /** The keys that this component's description has. */
  keys(): readonly string[] {
    const more = ['dependencies'].filter((key) => mapOf(this.raw(key)).entries.size > 0);
    return [...(this.type === 'terraform' ? terraformKeys : otherKeys), ...more];
  }

  /** A section as it was merged, functions as text; undefined for a key that a component does not have. */
  raw(key: string): Value | undefined {
    if (!this.#raw.has(key)) {
      const value = this.#merged(key);
      this.#raw.set(key, value && spelled(value));
    }
    return this.#raw.get(key);
  }

  /** A section with templates and functions worked out. Throws Suspended and Problems of the value that is at fault. */
  value(key: string): Value {
    let value = this.#done.get(key);
    if (value === undefined) {
      const filled = this.#fill(key);
      value =
        this.#options.processFunctions === false || !someText(filled, (text) => text.startsWith('!'))
          ? filled
          : (evaluateValue(filled, this.#evaluation) ?? emptyMap(filled.at));
      this.#done.set(key, value);
    }
    return value;
  }

  /** The same for a section that is a map. */
  map(key: string): MapValue {
    return mapOf(this.value(key));
  }

  /** The same for a text; empty where there is none. */
  text(key: string): string {
    const value = this.value(key);
    return value.type === 'scalar' ? String(value.data ?? '') : '';
  }

  /** What templates see: everything as it was merged, before any template is filled in. */
  data(): LazyMap {
    const lazy = (key: string): [string, LazyMap | ReturnType<typeof templateData>] => [
      key,
      scalarKeys.has(key) || key === 'inheritance' || key === 'deps' || key === 'imports'
        ? templateData(this.raw(key) ?? emptyMap(this.#at))
        : new LazyMap(() => {
            const data = templateData(this.raw(key) ?? emptyMap(this.#at));
            return data instanceof Map ? data : [];
          }),
    ];
    return new LazyMap(() => [...this.keys(), ...names, 'imports', 'deps', 'locals'].map(lazy));
  }

  /** What `atmos.Component` gives of this component. */
  *evaluated(): Iterable<[string, LazyMap | ReturnType<typeof templateData>]> {
    for (const key of [...this.keys(), ...names])
      yield [
        key,
        scalarKeys.has(key)
          ? templateData(this.value(key))
          : new LazyMap(() => {
              const data = templateData(this.value(key));
              return data instanceof Map ? data : [];
            }),
      ];
  }

  get #at() {
    return this.layers.own.map.at;
  }

  #fill(key: string): Value {
    const known = this.#filled.get(key);
    if (known !== undefined) return known;
    const raw = this.raw(key) ?? emptyMap(this.#at);
    const on = this.#context.templateMark !== undefined && this.#options.processTemplates !== false;
    const filled = on ? this.#rendered(key, raw) : raw;
    this.#filled.set(key, filled);
    return filled;
  }

  #rendered(key: string, raw: Value): Value {
    const look = this.#look;
    const own = valueAt(this.raw('settings'), 'templates', 'settings', 'env');
    return renderedSection(this.#context, key, raw, {
      data: this.data(),
      env: own?.type === 'map' ? own : undefined,
      from: { component: this.place.name, stack: this.place.stack },
      ...(look && { look: (component, stack) => look(component, stack).evaluated() }),
    });
  }

  #merged(key: string): Value | undefined {
    const text = (data: string): Value => ({ type: 'scalar', data, at: this.#at });
    const list = (items: Iterable<string>): Value => ({
      type: 'list',
      items: [...items].map(text),
      at: this.#at,
    });
    if (key === 'settings') return withGithub(this.layers.section('settings'), this.#context.project.config);
    if (shared.includes(key)) return this.layers.section(key as SharedSection);
    if (foundations.includes(key)) return this.layers.foundation(key);
    switch (key) {
      case 'metadata':
        return this.layers.metadata();
      case 'providers':
      case 'required_providers':
        return this.layers.providers(key);
      case 'dependencies':
        return this.layers.dependencies();
      case 'locals':
        return resolveLocals(this.#context, this.layers.locals(), emptyMap(this.#at));
      case 'overrides':
        return this.layers.overrides ?? emptyMap(this.#at);
      case 'backend':
        return this.#backend().section;
      case 'remote_state_backend':
        return remoteStateBackend(this.layers, this.#backend()).section;
      case 'backend_type':
        return text(this.#backend().type ?? '');
      case 'remote_state_backend_type':
        return text(remoteStateBackend(this.layers, this.#backend()).type ?? '');
      case 'required_version':
        return text(this.layers.requiredVersion() ?? '');
      case 'command':
        return text(this.layers.choice('command') ?? commandOf(this.#context, this.type));
      case 'component':
        return text(this.manifest.componentKey(this.place.name, this.type));
      case 'inheritance':
        return list(new Set(this.layers.bases.map((base) => base.name).reverse()));
      case 'workspace':
        return text(this.#workspace());
      case 'atmos_component':
        return text(this.place.name);
      case 'atmos_stack':
      case 'stack':
        return text(this.place.called ?? this.place.stack);
      case 'atmos_stack_file':
      case 'atmos_manifest':
        return text(this.manifest.name);
      case 'imports':
        return list([...this.manifest.manifest.imports].sort());
      case 'deps':
        return list(dependencyFiles(this.manifest.manifest.parts, this.layers));
      default:
        return undefined;
    }
  }

  get folder(): string {
    return this.manifest.folder(this.place.name, this.type);
  }

  #backend(): Backend {
    const key = textOf(valueAt(this.manifest.manifest.merged, 'terraform', 'backend', 'azurerm', 'key'));
    return backendOf(this.layers, this.folder, key);
  }

  #workspace(): string {
    return workspaceOf(this.#context, {
      layers: this.layers,
      stack: this.place.stack,
      folder: this.folder,
      backendType: this.#backend().type,
      bare: this.place.bareWorkspace === true,
    });
  }
}

const scalarKeys = new Set<string>([
  ...['command', 'component', 'required_version', 'backend_type', 'remote_state_backend_type', 'workspace'],
  ...names,
]);

const mapOf = (value: Value | undefined): MapValue =>
  value?.type === 'map' ? value : emptyMap(value?.at ?? { file: '' });

function commandOf({ project }: StackContext, type: string): string {
  if (type === 'terraform') return project.terraform.command;
  return textOf(valueAt(project.config, 'components', type, 'command')) || type;
}
