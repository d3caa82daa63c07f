import { Fault } from '../fault.ts';
import { anyCase, type ClassPart, literal, perlClass, posixClass, unicodeClass } from './character-class.ts';

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * A pattern in Go's syntax (RE2) as one of ours, with the flag `u`. Both find the leftmost match and prefer the
 * same one of several. Fault for what Go does not take, such as lookahead and backreferences.
 */
export const translate = (pattern: string): RegExp => {
  const source = new Translator(pattern).translate();
  try {
    return new RegExp(source, 'gu');
  } catch {
    throw new Fault(`invalid pattern ${JSON.stringify(pattern)}`);
  }
};

class Translator {
  readonly #pattern: string;
  #position = 0;
  #flags: Flags = { i: false, m: false, s: false, U: false };
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  translate(): string {
    const source = this.#alternatives();
    if (this.#position < this.#pattern.length) throw this.#fault('a closing parenthesis has no opening one');
    return source;
  }

  /** Up to the end or to the closing parenthesis of a group. */
  #alternatives(): string {
    this.#depth += 1;
    if (this.#depth > 200) throw this.#fault('groups are nested too deeply');
    const outer = this.#flags;
    let source = '';
    for (;;) {
      const character = this.#peek();
      if (character === '' || character === ')') break;
      source += character === '|' ? this.#take('|') : this.#quantified(this.#atom());
    }
    this.#flags = outer;
    this.#depth -= 1;
    return source;
  }

  #peek(): string {
    const point = this.#pattern.codePointAt(this.#position);
    return point === undefined ? '' : String.fromCodePoint(point);
  }

  #take(text: string): string {
    this.#position += text.length;
    return text;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    const found = pattern.exec(this.#pattern.slice(this.#position)) ?? undefined;
    if (found !== undefined) this.#position += found[0].length;
    return found;
  }

  #atom(): string {
    const character = this.#take(this.#peek());
    switch (character) {
      case '.':
        return this.#flags.s ? '[^]' : '[^\\n]';
      case '^':
        return this.#flags.m ? '(?:^|(?<=\\n))' : '(?:^)';
      case '$':
        return this.#flags.m ? '(?:$|(?=\\n))' : '(?:$)';
      case '[':
        return this.#class();
      case '(':
        return this.#group();
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw this.#fault(`nothing stands before ${character} that it could repeat`);
      default:
        return this.#literal(character);
    }
  }

  #literal(character: string): string {
    return this.#flags.i ? anyCase(character) : literal(character);
  }

  #quantified(atom: string): string {
    const found = this.#match(/^(?:[*+?]|\{(\d+)(?:,(\d*))?\})(\??)/);
    if (found === undefined) return atom;
    const [text, least, most, lazy] = found;
    if (Number(least ?? 0) > 1000 || Number(most ?? 0) > 1000)
      throw this.#fault('a repetition goes beyond 1000');
    if (/^[*+?]|^\{\d+(?:,\d*)?\}/.test(this.#pattern.slice(this.#position))) {
      throw this.#fault('a repetition cannot be repeated');
    }
    const greedy = (lazy === '') !== this.#flags.U;
    // In ours an empty sequence of flags cannot be repeated; nothing can be repeated any number of times.
    const repeated = atom === '' ? '(?:)' : atom;
    return repeated + text.slice(0, text.length - (lazy ?? '').length) + (greedy ? '' : '?');
  }

  #group(): string {
    const name = this.#match(/^\?P?<([\p{L}\p{N}_]+)>/u)?.[1];
    if (name !== undefined) return this.#close(`(?<${name}>`);
    const flags = this.#match(/^\?([imsU]*)(?:-([imsU]+))?([:)])/);
    if (flags === undefined) {
      if (this.#peek() === '?') throw this.#fault('Go has no such group');
      return this.#close('(');
    }
    const [, on = '', off = '', end] = flags;
    const outer = this.#flags;
    this.#flags = {
      i: (outer.i || on.includes('i')) && !off.includes('i'),
      m: (outer.m || on.includes('m')) && !off.includes('m'),
      s: (outer.s || on.includes('s')) && !off.includes('s'),
      U: (outer.U || on.includes('U')) && !off.includes('U'),
    };
    // Flags alone hold up to the end of the group around them.
    if (end === ')') return '';
    const group = this.#close('(?:');
    this.#flags = outer;
    return group;
  }

  #close(open: string): string {
    const body = this.#alternatives();
    if (this.#peek() !== ')') throw this.#fault('a group is not closed');
    return open + body + this.#take(')');
  }

  #escape(): string {
    const quoted = this.#match(/^Q(.*?)(?:\\E|$)/su);
    if (quoted !== undefined)
      return [...(quoted[1] ?? '')].map((character) => this.#literal(character)).join('');
    const edge = this.#match(/^[AzbB]/)?.[0];
    if (edge !== undefined) return { A: '(?:^)', z: '(?:$)', b: '\\b', B: '\\B' }[edge] ?? '';
    const part = this.#classEscape();
    if (typeof part !== 'string') return `[${part.negated ? '^' : ''}${part.ranges}]`;
    return part;
  }

  /** What may follow a backslash within a class and outside of it; text stands for itself. */
  #classEscape(): ClassPart | string {
    const unicode = this.#match(/^([pP])(?:\{(\^?\w+)\}|(\w))/);
    if (unicode !== undefined) return unicodeClass(unicode[1] ?? '', unicode[2] ?? unicode[3] ?? '');
    const letter = this.#match(/^[dDsSwW]/)?.[0];
    const perl = letter && perlClass(letter);
    if (perl) return perl;
    return this.#literal(this.#escapedCharacter());
  }

  #escapedCharacter(): string {
    const hex = this.#match(/^x(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/);
    const octal = hex === undefined ? this.#match(/^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/)?.[0] : undefined;
    if (hex !== undefined || octal !== undefined) {
      const point =
        octal === undefined ? Number.parseInt(hex?.[1] ?? hex?.[2] ?? '', 16) : Number.parseInt(octal, 8);
      if (point > 0x10ffff) throw this.#fault('there is no such character');
      return String.fromCodePoint(point);
    }
    const character = this.#take(this.#peek());
    if (simple[character] !== undefined) return simple[character];
    if (/^[!-/:-@[-`{-~]$/.test(character)) return character;
    throw this.#fault(`invalid escape \\${character}`);
  }

  #class(): string {
    const negated = this.#match(/^\^/) !== undefined;
    const parts: string[] = [];
    for (let first = true; ; first = false) {
      if (this.#peek() === '') throw this.#fault('a character class is not closed');
      if (this.#peek() === ']' && !first) break;
      parts.push(this.#classPart());
    }
    this.#take(']');
    // One class of ours for each part, since a part may itself be what something is not.
    const any = parts.map((part) => `[${part}]`).join('|');
    return negated ? `(?:(?!${any})[^])` : `(?:${any})`;
  }

  #classPart(): string {
    const named = this.#match(/^\[:(\^?\w+):\]/)?.[1];
    if (named !== undefined) return this.#part(posixClass(named));
    const low = this.#classCharacter();
    if (typeof low !== 'string') return this.#part(low);
    if (low.startsWith('\\p') || low.startsWith('\\P')) return low;
    if (!/^-[^\]]/.test(this.#pattern.slice(this.#position)))
      return this.#flags.i ? bothCases(low, low) : literal(low);
    this.#take('-');
    const high = this.#classCharacter();
    if (typeof high !== 'string' || high < low) throw this.#fault('invalid range in a character class');
    return this.#flags.i ? bothCases(low, high) : `${literal(low)}-${literal(high)}`;
  }

  #part({ ranges, negated }: ClassPart): string {
    const both = this.#flags.i && /a-z|A-Z/.test(ranges) ? `${ranges}A-Za-z` : ranges;
    return (negated ? '^' : '') + both;
  }

  /** A character, or a class within the class. */
  #classCharacter(): string | ClassPart {
    const character = this.#take(this.#peek());
    if (character !== '\\') return character;
    const unicode = this.#match(/^([pP])(?:\{(\^?\w+)\}|(\w))/);
    if (unicode !== undefined) return unicodeClass(unicode[1] ?? '', unicode[2] ?? unicode[3] ?? '');
    const letter = this.#match(/^[dDsSwW]/)?.[0];
    return (letter && perlClass(letter)) || this.#escapedCharacter();
  }

  #fault(message: string): Fault {
    return new Fault(`invalid pattern ${JSON.stringify(this.#pattern)}: ${message}`);
  }
}

/** A range in both cases, as far as it lies within ASCII letters. */
function bothCases(low: string, high: string): string {
  const [from, to] = [low.codePointAt(0) ?? 0, high.codePointAt(0) ?? 0];
  let ranges = `${literal(low)}-${literal(high)}`;
  if (from === to) {
    for (const form of [low.toLowerCase(), low.toUpperCase()])
      if ([...form].length === 1) ranges += literal(form);
    return ranges;
  }
  for (const [start, end, shift] of [
    [0x41, 0x5a, 32],
    [0x61, 0x7a, -32],
  ] as const) {
    const [a, b] = [Math.max(from, start), Math.min(to, end)];
    if (a <= b) ranges += `${String.fromCodePoint(a + shift)}-${String.fromCodePoint(b + shift)}`;
  }
  return ranges;
}
