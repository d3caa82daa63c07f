import type { Effects, Question } from '../domain/effect.ts';
import type { Place } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';
import {
  type FunctionMap,
  GoObject,
  type Member,
  type TemplateFunction,
  type TemplateValue,
} from '../templates/values.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import { LazyMap } from './template-data.ts';

/** What Atmos's own template functions may ask for. */
export interface AtmosSurroundings {
  readonly effects: Effects;
  readonly from?: { readonly component: string; readonly stack: string };
  readonly at: Place;
  /** The sections of another component; missing while manifests are still being read. */
  readonly look?: (component: string, stack: string) => Iterable<readonly [string, TemplateValue]>;
}

/**
 * Atmos's own functions, which ask for what is being rendered when they are called: `atmos.Component`, `atmos.Store` and
 * `atmos.GomplateDatasource`, `terraform.output` and `terraform.state`.
 */
export function atmosFunctions(now: () => AtmosSurroundings): FunctionMap {
  const ask = (question: Question): Plain => {
    const { effects, at, from } = now();
    return effects.answer({ ...question, at, ...(from && { from }) });
  };
  const outputs = (
    via: 'terraform.output' | 'terraform.state' | 'atmos.Component',
    component: string,
    stack: string,
  ) => ask({ type: 'outputs', via, component, stack });
  const component = (name: TemplateValue, stack: TemplateValue): TemplateValue => {
    const { look, at } = now();
    if (look === undefined)
      throw notSupported('atmos.Component in a template that is part of reading manifests', at);
    const sections = look(String(name), String(stack));
    return new LazyMap(function* () {
      yield* sections;
      yield ['outputs', new LazyMap(() => entries(outputs('atmos.Component', String(name), String(stack))))];
    });
  };
  const one =
    (via: 'terraform.output' | 'terraform.state') =>
    (name: TemplateValue, stack: TemplateValue, output: TemplateValue): TemplateValue =>
      new Map(entries(outputs(via, String(name), String(stack)))).get(String(output)) ?? null;
  const atmos = new Namespace('atmos', {
    Component: component,
    Store: (...words) =>
      ask({
        type: 'function',
        name: 'atmos.Store',
        text: JSON.stringify(words.map(String)),
      }) as TemplateValue,
    GomplateDatasource: () => {
      throw notSupported('atmos.GomplateDatasource', now().at);
    },
  });
  const terraform = new Namespace('terraform', {
    output: one('terraform.output'),
    state: one('terraform.state'),
  });
  return { atmos: () => atmos, terraform: () => terraform };
}

const entries = (plain: Plain): [string, TemplateValue][] =>
  typeof plain === 'object' && plain !== null && !Array.isArray(plain)
    ? (Object.entries(plain) as [string, TemplateValue][])
    : [];

class Namespace extends GoObject {
  readonly type: string;
  readonly kind = 'ptr';
  readonly #members: Readonly<Record<string, TemplateFunction>>;

  constructor(name: string, members: Readonly<Record<string, TemplateFunction>>) {
    super();
    this.type = `*${name}`;
    this.#members = members;
  }

  text(): string {
    return this.type;
  }

  member(name: string): Member | undefined {
    const method = this.#members[name];
    return method && { method };
  }
}
