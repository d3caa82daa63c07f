import { Problem } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';

/**
 * The variables of a `.tfvars` file. It holds literals only: text, numbers, truth values, null, lists and objects.
 * Throws Problem `config-invalid` naming the line for anything else, `${…}` included.
 * Source of the rules: HCL's native syntax, as Terraform reads variable definitions.
 */
export function readTfvars(text: string, file: string): { [key: string]: Plain } {
  return new Reader(text.replace(/\r\n/g, '\n').replace(/^\ufeff/, ''), file).attributes('');
}

const space = /(?:[ \t]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const spaceAndLines = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const word = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const number = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const heredoc = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\n/uy;
const quoted = /"((?:[^"\\\n]|\\.)*)"/y;

class Reader {
  readonly #text: string;
  readonly #file: string;
  #at = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  /** `name = value` up to the closing sign, or to the end for none. */
  attributes(close: '' | '}'): { [key: string]: Plain } {
    const entries: [string, Plain][] = [];
    for (;;) {
      this.#take(spaceAndLines);
      if (close === '' ? this.#at >= this.#text.length : this.#sign(close))
        return Object.fromEntries(entries);
      const name = this.#take(word)?.[0] ?? this.#quotedText() ?? this.#fail('a name');
      this.#take(space);
      if (!this.#sign('=') && !(close === '}' && this.#sign(':'))) this.#fail('=');
      this.#take(spaceAndLines);
      entries.push([name, this.#value()]);
      this.#take(space);
      if (close === '}') this.#sign(',');
    }
  }

  #value(): Plain {
    if (this.#sign('{')) return this.attributes('}');
    if (this.#sign('[')) return this.#list();
    const lines = this.#take(heredoc);
    if (lines !== undefined) return this.#lines(lines[2] as string, lines[1] === '-');
    const text = this.#quotedText();
    if (text !== undefined) return text;
    const digits = this.#take(number)?.[0];
    if (digits !== undefined) return whole(digits);
    const name = this.#take(word)?.[0] ?? '';
    const known = new Map<string, Plain>([
      ['true', true],
      ['false', false],
      ['null', null],
    ]).get(name);
    return known === undefined ? this.#fail('a value') : known;
  }

  #list(): Plain[] {
    const items: Plain[] = [];
    for (;;) {
      this.#take(spaceAndLines);
      if (this.#sign(']')) return items;
      items.push(this.#value());
      this.#take(spaceAndLines);
      if (this.#sign(',')) continue;
      if (!this.#text.startsWith(']', this.#at)) this.#fail('a comma');
    }
  }

  /** A heredoc up to its mark; with a hyphen the indentation that all lines share is taken away. */
  #lines(mark: string, indented: boolean): string {
    const lines: string[] = [];
    for (;;) {
      const end = this.#text.indexOf('\n', this.#at);
      const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
      if (line.trim() === mark) {
        this.#at += line.length;
        break;
      }
      if (end < 0) return this.#fail(mark);
      lines.push(this.#plain(line));
      this.#at = end + 1;
    }
    const widths = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
    const cut = indented ? Math.min(...widths, Number.MAX_SAFE_INTEGER) : 0;
    return lines.map((line) => `${line.slice(cut)}\n`).join('');
  }

  #quotedText(): string | undefined {
    const found = this.#take(quoted);
    if (found === undefined) return undefined;
    try {
      const json = this.#plain(found[1] as string)
        .replace(/\\U([0-9a-fA-F]{8})/g, (_, digits) => String.fromCodePoint(Number.parseInt(digits, 16)))
        .replace(/\t/g, '\\t');
      return JSON.parse(`"${json}"`) as string;
    } catch {
      return this.#fail('text in quotes');
    }
  }

  /** Text without `${…}` and `%{…}`; doubled signs stand for themselves. */
  #plain(text: string): string {
    if (/(^|[^$])\$\{|(^|[^%])%\{/.test(text)) return this.#fail('text without a template');
    return text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{');
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }

  #sign(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  #fail(wanted: string): never {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    throw new Problem({
      code: 'config-invalid',
      message: `Here ${wanted} was expected: variable definitions hold nothing but literal values.`,
      hint: `Correct line ${line} of the file.`,
      at: { file: this.#file, line },
    });
  }
}

function whole(digits: string): number | bigint {
  const value = Number(digits);
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(value) ? BigInt(digits) : value;
}
