import { Fault } from '../fault.ts';

// Go's names within [[:…:]], each in the syntax of a class of ours.
const posix: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u0000-\\u007f',
  blank: '\\t ',
  cntrl: '\\u0000-\\u001f\\u007f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

// Classes that are single letters; Go's \s has no vertical tab, and none knows anything beyond ASCII.
const perl: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };

/** A piece of a class, either its ranges or the ranges that it leaves out. */
export interface ClassPart {
  readonly ranges: string;
  readonly negated: boolean;
}

/** `[:alpha:]` and `[:^alpha:]`. Fault for a name that Go does not know. */
export function posixClass(name: string): ClassPart {
  const ranges = posix[name.replace('^', '')];
  if (ranges === undefined) throw new Fault(`invalid character class [:${name}:]`);
  return { ranges, negated: name.startsWith('^') };
}

/** `\d`, `\S` and the like, or undefined for other letters. */
export function perlClass(letter: string): ClassPart | undefined {
  const ranges = perl[letter.toLowerCase()];
  return ranges === undefined ? undefined : { ranges, negated: letter !== letter.toLowerCase() };
}

/** `\pL`, `\p{Greek}`, `\P{Lu}`. Fault for a name that is none. */
export function unicodeClass(letter: string, name: string): string {
  const negated = (letter === 'P') !== name.startsWith('^');
  const plain = name.replace('^', '');
  if (plain === 'Any') return negated ? '\\P{Any}' : '\\p{Any}';
  for (const property of [plain, `Script=${plain}`]) {
    const text = `\\${negated ? 'P' : 'p'}{${property}}`;
    // Only categories have short names in Go; ours knows more properties.
    if ((property.length <= 2 || property.startsWith('Script=')) && isPattern(text)) return text;
  }
  throw new Fault(`invalid character class \\${letter}{${name}}`);
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}

/** A character that stands for itself, wherever in a pattern. */
export const literal = (character: string): string =>
  /[\p{L}\p{N}_]/u.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A character in either case. */
export function anyCase(character: string): string {
  const forms = new Set([character, character.toLowerCase(), character.toUpperCase()]);
  const single = [...forms].filter((form) => [...form].length === 1);
  return single.length < 2 ? literal(character) : `[${single.map(literal).join('')}]`;
}
