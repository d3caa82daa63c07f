import { checkText } from '../limits.ts';
import { integerOf, typeName } from '../types.ts';
import type { Value } from '../values.ts';
import type { Directive, Flags } from './directive.ts';
import { formatValue, textOfValue } from './value.ts';

/** As Go's Sprintf, with its marks for what does not fit: `%!d(string=x)`, `%!d(MISSING)`, `%!(EXTRA …)`. */
export const printf = (format: string, values: readonly Value[]): string =>
  new Printer(format, values).print();

const widest = 1_000_000;
const flagNames: Readonly<Record<string, keyof Flags>> = {
  '-': 'minus',
  '+': 'plus',
  '#': 'sharp',
  ' ': 'space',
  '0': 'zero',
};

class Printer {
  readonly #format: string;
  readonly #values: readonly Value[];
  #position = 0;
  #next = 0;
  #reordered = false;
  #goodIndex = true;
  #output = '';

  constructor(format: string, values: readonly Value[]) {
    this.#format = format;
    this.#values = values;
  }

  print(): string {
    while (this.#position < this.#format.length) {
      const percent = this.#format.indexOf('%', this.#position);
      const end = percent < 0 ? this.#format.length : percent;
      this.#output += this.#format.slice(this.#position, end);
      this.#position = end + 1;
      if (percent >= 0) this.#directive();
      checkText(this.#output.length);
    }
    return this.#output + this.#extra();
  }

  #directive(): void {
    this.#goodIndex = true;
    let indexed = this.#argumentIndex(false);
    const flags = this.#flags();
    indexed = this.#argumentIndex(indexed);
    const size = this.#size('WIDTH');
    let { number: width } = size;
    let minus = flags.minus;
    if (width !== undefined && width < 0) {
      minus = true;
      width = -width;
    }
    if (indexed && size.literal) this.#goodIndex = false;
    let precision: number | undefined;
    if (this.#format[this.#position] === '.') {
      this.#position += 1;
      if (indexed && size.literal) this.#goodIndex = false;
      const afterIndex = this.#argumentIndex(false);
      const read = this.#size('PREC');
      precision = read.number === undefined ? (read.bad ? undefined : 0) : Math.max(read.number, -1);
      if (precision === -1) precision = this.#bad('PREC');
      indexed = afterIndex;
    }
    if (!size.literal || precision !== undefined) indexed = this.#argumentIndex(indexed) || indexed;
    this.#verb({ flags: { ...flags, minus, zero: flags.zero && !minus }, width, precision });
  }

  #flags(): Flags {
    const flags = { minus: false, plus: false, sharp: false, space: false, zero: false };
    for (;;) {
      const name = flagNames[this.#format[this.#position] ?? ''];
      if (name === undefined) break;
      flags[name] = true;
      this.#position += 1;
    }
    // Zeros to the right would change the value.
    return { ...flags, zero: flags.zero && !flags.minus };
  }

  /** A width or precision: digits, or `*` for the next value. */
  #size(name: string): { number: number | undefined; literal: boolean; bad?: boolean } {
    if (this.#format[this.#position] === '*') {
      this.#position += 1;
      const value = this.#values[this.#next];
      const number = typeof value === 'bigint' ? Number(value) : integerOf(value);
      const known =
        this.#next < this.#values.length && number !== undefined && Math.abs(Number(number)) <= widest;
      if (this.#next < this.#values.length) this.#next += 1;
      if (known) return { number: Number(number), literal: false };
      this.#bad(name);
      return { number: undefined, literal: false, bad: true };
    }
    const digits = /^\d+/.exec(this.#format.slice(this.#position, this.#position + 20))?.[0];
    if (digits === undefined) return { number: undefined, literal: false };
    this.#position += digits.length;
    const number = Number(digits);
    return { number: number > widest ? undefined : number, literal: true };
  }

  #bad(name: string): undefined {
    this.#output += `%!(BAD${name})`;
    return undefined;
  }

  /** `[2]` picks the second value for what follows. */
  #argumentIndex(found: boolean): boolean {
    if (this.#format[this.#position] !== '[') return found;
    this.#reordered = true;
    const close = this.#format.indexOf(']', this.#position);
    if (close < 0) {
      this.#goodIndex = false;
      this.#position += 1;
      return found;
    }
    const text = this.#format.slice(this.#position + 1, close);
    const index = Number(text) - 1;
    this.#position = close + 1;
    if (!/^\d+$/.test(text) || index < 0 || index >= this.#values.length) {
      this.#goodIndex = false;
      return found;
    }
    this.#next = index;
    return true;
  }

  #verb(directive: Omit<Directive, 'verb'>): void {
    const point = this.#format.codePointAt(this.#position);
    if (point === undefined) {
      this.#output += '%!(NOVERB)';
      return;
    }
    const verb = String.fromCodePoint(point);
    this.#position += verb.length;
    if (verb === '%') this.#output += '%';
    else if (!this.#goodIndex) this.#output += `%!${verb}(BADINDEX)`;
    else if (this.#next >= this.#values.length) this.#output += `%!${verb}(MISSING)`;
    else {
      // For `%v` a plus asks for names of fields, which values of templates do not have.
      const flags = { ...directive.flags, plus: directive.flags.plus && verb !== 'v' };
      this.#output += formatValue(this.#values[this.#next], { ...directive, flags, verb });
      this.#next += 1;
    }
  }

  #extra(): string {
    if (this.#reordered || this.#next >= this.#values.length) return '';
    const rest = this.#values
      .slice(this.#next)
      .map((value) =>
        value === undefined || value === null ? '<nil>' : `${typeName(value)}=${textOfValue(value)}`,
      );
    return `%!(EXTRA ${rest.join(', ')})`;
  }
}
