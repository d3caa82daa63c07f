import { Fault } from '../fault.ts';
import { checkText } from '../limits.ts';
import { translate } from './translate.ts';

/** One match and its groups, as positions in the text. */
interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly named: Readonly<Record<string, string | undefined>>;
}

/** A pattern of Go's regexp package. Fault where it is malformed. */
export class Pattern {
  readonly #regexp: RegExp;

  constructor(source: string) {
    this.#regexp = translate(source);
  }

  matches(text: string): boolean {
    return this.#all(text, 1).length > 0;
  }

  /** The first match, or the empty text. */
  find(text: string): string {
    const [match] = this.#all(text, 1);
    return match === undefined ? '' : text.slice(match.start, match.end);
  }

  /** At most so many matches, all for a negative number; undefined where there is none. */
  findAll(text: string, count: number): string[] | undefined {
    const matches = this.#all(text, count);
    return matches.length === 0 ? undefined : matches.map(({ start, end }) => text.slice(start, end));
  }

  /** Every match replaced; `$1`, `${1}` and `${name}` stand for groups. */
  replace(text: string, replacement: string): string {
    return this.#replace(text, (match) => expand(replacement, match));
  }

  replaceLiteral(text: string, replacement: string): string {
    return this.#replace(text, () => replacement);
  }

  /** The parts between matches, at most so many (all for a negative number); undefined for 0. */
  split(text: string, count: number): string[] | undefined {
    if (count === 0) return undefined;
    if (text === '' && this.#regexp.source !== '(?:)') return [''];
    const parts: string[] = [];
    let [begin, end] = [0, 0];
    for (const match of this.#all(text, count)) {
      if (count > 0 && parts.length === count - 1) break;
      end = match.start;
      if (match.end !== 0) parts.push(text.slice(begin, end));
      begin = match.end;
    }
    if (end !== text.length) parts.push(text.slice(begin));
    return parts;
  }

  #replace(text: string, by: (match: Match) => string): string {
    let output = '';
    let end = 0;
    for (const match of this.#all(text, -1)) {
      output += text.slice(end, match.start) + by(match);
      checkText(output.length);
      end = match.end;
    }
    return output + text.slice(end);
  }

  /** Go skips an empty match right behind the match before. */
  #all(text: string, count: number): Match[] {
    const matches: Match[] = [];
    const regexp = this.#regexp;
    let [position, before] = [0, -1];
    while (position <= text.length && (count < 0 || matches.length < count)) {
      regexp.lastIndex = position;
      const found = regexp.exec(text);
      if (found === null) break;
      const [start, end] = [found.index, found.index + found[0].length];
      const empty = start === end;
      if (!empty || start !== before) {
        matches.push({ start, end, groups: [...found], named: found.groups ?? {} });
        before = end;
      }
      position = empty ? end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1) : end;
    }
    return matches;
  }
}

const reference = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** A group that does not exist stands for nothing; a name is as long as it can be, so `$1x` is a group named `1x`. */
function expand(replacement: string, { groups, named }: Match): string {
  return replacement.replace(reference, (all, braced?: string, plain?: string) => {
    if (all === '$$') return '$';
    const name = braced ?? plain ?? '';
    const group = /^\d+$/.test(name)
      ? groups[Number(name)]
      : Object.hasOwn(named, name)
        ? named[name]
        : undefined;
    return group ?? '';
  });
}

/** The text as a pattern that matches it alone. */
export const quotePattern = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');

/** A pattern, or undefined where it is malformed. */
export function patternOrNothing(source: string): Pattern | undefined {
  try {
    return new Pattern(source);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
