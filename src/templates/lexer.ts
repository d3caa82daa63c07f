import { Fault } from './fault.ts';

export type TokenType =
  | 'text'
  | 'left'
  | 'right'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'string'
  | 'number'
  | 'dot'
  | 'field'
  | 'variable'
  | 'word'
  | 'keyword'
  | 'open'
  | 'close'
  | 'char'
  | 'end of file';

export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly position: number;
}

/** A fault at a position of the source. */
export class SyntaxFault extends Fault {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const keywords = new Set(
  'block break continue define else end if nil range template with'.split(' ').concat('true', 'false'),
);
const spaces = ' \t\r\n';
// Sticky, so that each reads at the place where it is asked.
const run = {
  space: /[ \t\r\n]+/y,
  word: /[\p{L}\p{Nd}_]+/uy,
  string: /"(?:[^"\\\n]|\\[^\n])*"/uy,
  raw: /`[^`]*`/y,
  character: /'(?:[^'\\\n]|\\[^\n])*'/uy,
  number:
    /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y,
};

/** The tokens of a template. SyntaxFault where the text is none. */
export function tokenize(source: string, [left, right]: readonly [string, string]): Token[] {
  return new Lexer(source, left, right).all();
}

class Lexer {
  readonly #source: string;
  readonly #left: string;
  readonly #right: string;
  readonly #tokens: Token[] = [];
  #position = 0;

  constructor(source: string, left: string, right: string) {
    this.#source = source;
    this.#left = left;
    this.#right = right;
  }

  all(): Token[] {
    while (this.#text()) this.#action();
    this.#emit('end of file', this.#position);
    return this.#tokens;
  }

  /** Reads up to the next action; false where there is none. */
  #text(): boolean {
    const start = this.#position;
    const found = this.#source.indexOf(this.#left, start);
    this.#position = found < 0 ? this.#source.length : found;
    const inside = found + this.#left.length;
    const trim = found >= 0 && this.#source[inside] === '-' && this.#isSpace(inside + 1);
    let end = this.#position;
    while (trim && end > start && this.#isSpace(end - 1)) end -= 1;
    if (end > start) this.#emit('text', start, end);
    if (found < 0) return false;
    this.#position = inside + (trim ? 2 : 0);
    if (!this.#source.startsWith('/*', this.#position))
      this.#tokens.push({ type: 'left', text: this.#left, position: found });
    return true;
  }

  #action(): void {
    if (this.#source.startsWith('/*', this.#position)) this.#comment();
    else this.#inside();
  }

  #inside(): void {
    let depth = 0;
    for (;;) {
      if (this.#atRight() !== undefined) {
        if (depth > 0) throw new SyntaxFault('a left parenthesis is not closed', this.#position);
        this.#close(true);
        return;
      }
      const type = this.#token();
      if (type === 'open') depth += 1;
      if (type === 'close') depth -= 1;
      if (depth < 0) throw new SyntaxFault('a right parenthesis has no left one', this.#position - 1);
    }
  }

  #comment(): void {
    const end = this.#source.indexOf('*/', this.#position + 2);
    if (end < 0) throw new SyntaxFault('a comment is not closed', this.#position);
    this.#position = end + 2;
    if (this.#atRight() === undefined) {
      throw new SyntaxFault(`a comment must end right before ${this.#right}`, this.#position);
    }
    this.#close(false);
  }

  /** Whether the right delimiter stands here, and with or without a trim marker before it. */
  #atRight(): 'trim' | 'plain' | undefined {
    const at = this.#position;
    const marked = this.#isSpace(at) && this.#source[at + 1] === '-';
    if (marked && this.#source.startsWith(this.#right, at + 2)) return 'trim';
    return this.#source.startsWith(this.#right, at) ? 'plain' : undefined;
  }

  #close(emit: boolean): void {
    const trim = this.#atRight() === 'trim';
    const start = this.#position;
    this.#position += this.#right.length + (trim ? 2 : 0);
    if (emit) this.#emit('right', start);
    while (trim && this.#isSpace(this.#position)) this.#position += 1;
  }

  #token(): TokenType {
    const start = this.#position;
    const character = this.#source[start];
    if (character === undefined) throw new SyntaxFault('an action is not closed', start);
    if (this.#isSpace(start)) return this.#space(start);
    const single = { '=': 'assign', '|': 'pipe', '(': 'open', ')': 'close' } as const;
    if (character === '=' || character === '|' || character === '(' || character === ')') {
      return this.#take(single[character], 1);
    }
    if (character === ':') {
      if (this.#source[start + 1] !== '=') throw new SyntaxFault('expected :=', start);
      return this.#take('declare', 2);
    }
    if (character === '"') return this.#match('string', run.string, 'a quoted string is not closed');
    if (character === '`') return this.#match('string', run.raw, 'a raw string is not closed');
    if (character === "'") return this.#match('number', run.character, 'a character constant is not closed');
    if (character === '$') return this.#name('variable', start + 1);
    if (character === '.' && !/[0-9]/.test(this.#source[start + 1] ?? ''))
      return this.#name('field', start + 1);
    if (/[-+.0-9]/.test(character)) return this.#number();
    return this.#other(start);
  }

  #space(start: number): TokenType {
    run.space.lastIndex = start;
    let end = start + (run.space.exec(this.#source)?.[0].length ?? 1);
    // The last space may belong to a trim marker.
    const marked = this.#source[end] === '-' && this.#source.startsWith(this.#right, end + 1);
    if (marked) end -= 1;
    this.#position = end;
    if (end > start) this.#emit('space', start);
    return 'space';
  }

  #other(start: number): TokenType {
    run.word.lastIndex = start;
    const word = run.word.exec(this.#source)?.[0];
    if (word !== undefined) {
      this.#terminated(start + word.length);
      return this.#take(keywords.has(word) ? 'keyword' : 'word', word.length);
    }
    const character = String.fromCodePoint(this.#source.codePointAt(start) ?? 0);
    if (!/^[!-~]$/.test(character)) {
      throw new SyntaxFault(`unexpected character ${JSON.stringify(character)}`, start);
    }
    return this.#take('char', 1);
  }

  /** A field or a variable, whose name may be empty: `.` and `$`. */
  #name(type: 'field' | 'variable', from: number): TokenType {
    run.word.lastIndex = from;
    const length = run.word.exec(this.#source)?.[0].length ?? 0;
    this.#terminated(from + length);
    return this.#take(type === 'field' && length === 0 ? 'dot' : type, length + 1);
  }

  #number(): TokenType {
    const start = this.#position;
    this.#match('number', run.number, 'bad number');
    const next = String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 32);
    if (/[\p{L}\p{Nd}_+-]/u.test(next)) {
      throw new SyntaxFault(`bad number: ${this.#source.slice(start, this.#position)}${next}`, start);
    }
    return 'number';
  }

  /** What may follow a name: a space, the end, or one of a few marks. */
  #terminated(end: number): void {
    if (end >= this.#source.length || this.#isSpace(end) || '.,|:)('.includes(this.#source.charAt(end)))
      return;
    if (this.#source.startsWith(this.#right, end)) return;
    const character = String.fromCodePoint(this.#source.codePointAt(end) ?? 0);
    throw new SyntaxFault(`unexpected ${JSON.stringify(character)} after a name`, end);
  }

  #match(type: TokenType, pattern: RegExp, complaint: string): TokenType {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#source)?.[0];
    if (!found) throw new SyntaxFault(complaint, this.#position);
    return this.#take(type, found.length);
  }

  #take(type: TokenType, length: number): TokenType {
    const start = this.#position;
    this.#position += length;
    this.#emit(type, start);
    return type;
  }

  #emit(type: TokenType, start: number, end = this.#position): void {
    this.#tokens.push({ type, text: this.#source.slice(start, end), position: start });
  }

  #isSpace(position: number): boolean {
    const character = this.#source[position];
    return character !== undefined && spaces.includes(character);
  }
}
