import type { Fault } from '../domain/auth.ts';
import type { Place } from '../domain/problem.ts';
import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';

/** Reads the fields of one entry of `auth:` and keeps what is wrong with it. */
export class Fields {
  readonly #what: string;
  readonly #entry: Value;
  readonly faults: Fault[] = [];

  /** `what` names the entry in complaints, such as `provider "sso"`. */
  constructor(what: string, entry: Value) {
    this.#what = what;
    this.#entry = entry;
  }

  get fault(): Fault | undefined {
    return this.faults[0];
  }

  /** The text at a path, undefined where there is none; anything that is not text is a fault. */
  text(...path: string[]): string | undefined {
    const value = valueAt(this.#entry, ...path);
    if (value === undefined || (value.type === 'scalar' && (value.data === null || value.data === '')))
      return undefined;
    const text = textOf(value);
    // An unquoted 012345678901 would lose its zero as a number, so digits must be quoted.
    if (text === undefined)
      this.complain(`${path.join('.')} of ${this.#what} must be text.`, 'Put it in quotes.', value.at);
    return text;
  }

  /** Like `text`, and a number without quotes counts as its digits. */
  plain(...path: string[]): string | undefined {
    const value = valueAt(this.#entry, ...path);
    return value?.type === 'scalar' && typeof value.data === 'number'
      ? String(value.data)
      : this.text(...path);
  }

  /** Like `text`, and a fault where it is missing; `example` ends the hint. */
  required(example: string, ...path: string[]): string | undefined {
    const text = this.text(...path);
    const key = path.join('.');
    if (text === undefined)
      this.complain(`The ${this.#what} has no ${key}.`, `Add it, such as ${path.at(-1)}: ${example}`);
    return text;
  }

  /** True for `true`, false for `false` and for nothing. */
  flag(...path: string[]): boolean {
    const value = valueAt(this.#entry, ...path);
    return value?.type === 'scalar' && value.data === true;
  }

  map(...path: string[]): MapValue | undefined {
    const value = valueAt(this.#entry, ...path);
    return value?.type === 'map' ? value : undefined;
  }

  /** The texts of a list, undefined where there is none; anything else is a fault. */
  texts(...path: string[]): readonly string[] | undefined {
    const value = valueAt(this.#entry, ...path);
    if (value === undefined) return undefined;
    const items = value.type === 'list' ? value.items.map(textOf) : [undefined];
    if (items.every((text) => text !== undefined)) return items;
    this.complain(
      `${path.join('.')} of ${this.#what} is not a list of texts.`,
      'Write [one, two].',
      value.at,
    );
    return undefined;
  }

  /** The entries of a list of `{key, value}`, none where there is none; anything else is a fault. */
  pairs(...path: string[]): readonly { readonly key: string; readonly value: string }[] {
    const value = valueAt(this.#entry, ...path);
    if (value === undefined) return [];
    const items = value.type === 'list' ? value.items : [];
    const pairs = items.flatMap((item) => {
      const [key, text] = [textOf(valueAt(item, 'key')), textOf(valueAt(item, 'value'))];
      return key === undefined || text === undefined ? [] : [{ key, value: text }];
    });
    if (value.type !== 'list' || pairs.length < items.length)
      this.complain(
        `${path.join('.')} of ${this.#what} is not a list of key and value.`,
        'Write - {key: NAME, value: text}.',
        value.at,
      );
    return pairs;
  }

  at(...path: string[]): Place {
    return valueAt(this.#entry, ...path)?.at ?? this.#entry.at;
  }

  /** Remembers a fault; whoever uses the entry is told the first one. */
  complain(
    message: string,
    hint: string,
    // Merging gives the whole entry the place of its last layer; its kind stands where it was defined.
    at: Place = this.at('kind'),
    code: Fault['code'] = 'auth-config-invalid',
  ) {
    this.faults.push({ code, message, hint, at });
  }
}
