/** What a text is made of when it is taken apart into words, for snakecase and kebabcase. */
type Kind = 'number' | 'upper' | 'alphabet' | 'connector' | 'punctuation' | 'other';

interface Word {
  readonly kind: Kind;
  readonly text: string;
}

const cjk = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';
const letter = `(?![${cjk}])\\p{L}`;
const small = `(?:(?!\\p{Lu})${letter})`;
// Of capitals before a small letter the last belongs to the next word: HTTPStatus is HTTP and Status.
const word = new RegExp(
  [
    '(?<connector>[-_\\s\\u0085]+)',
    '(?<punctuation>\\p{P}+)',
    `(?<upper>\\p{Lu}+(?=\\p{Lu}${small})|\\p{Lu}{2,}|\\p{Lu}${small}*)`,
    `(?<alphabet>${letter}${small}*)`,
    '(?<number>\\p{N}+)',
    `(?<other>(?:(?![-_\\s\\u0085\\p{P}\\p{N}])(?!${letter})[^])+)`,
  ].join('|'),
  'gu',
);

function wordsOf(text: string): Word[] {
  return [...text.matchAll(word)].map(({ groups = {} }) => {
    const [kind = 'other', found = ''] =
      Object.entries(groups).find(([, value]) => value !== undefined) ?? [];
    return { kind: kind as Kind, text: found };
  });
}

/** `FirstName` as `first_name`, with the connector of choice; a number joins the word that it belongs to. */
export function joinWords(text: string, connector: string): string {
  const words = wordsOf(text);
  let [output, index] = ['', 0];
  const put = (item: Word | undefined) => {
    output += item === undefined ? '' : lower(item, connector);
  };
  const connects = (item: Word | undefined): boolean =>
    item !== undefined && item.kind !== 'connector' && item.kind !== 'punctuation';
  /** A number and the letters around it stay together. */
  const putMixed = () => {
    while (words[index]?.kind === 'alphabet' || words[index]?.kind === 'number') put(words[index++]);
    if (connects(words[index])) output += connector;
  };
  while (index < words.length) {
    const current = words[index++];
    put(current);
    const next = words[index];
    if (next === undefined) break;
    if (current?.kind === 'number') putMixed();
    else if (current?.kind !== 'connector' && current?.kind !== 'punctuation') {
      if (next.kind !== 'number') {
        if (connects(next)) output += connector;
        continue;
      }
      if (index + 1 >= words.length) continue;
      if (words[index + 1]?.kind === 'alphabet') {
        output += connector;
        putMixed();
      } else {
        put(next);
        index += 1;
        if (connects(words[index])) output += connector;
      }
    }
  }
  return output;
}

function lower({ kind, text }: Word, connector: string): string {
  if (kind === 'connector') return connector.repeat([...text].length);
  return kind === 'upper' ? text.toLowerCase() : text;
}

const isConnector = (character: string): boolean => /^[-_\s\u0085]$/u.test(character);
const isUpper = (character: string): boolean => /^\p{Lu}$/u.test(character);

/** `some_words` as `SomeWords`; connectors at the beginning stay. */
export function pascalCase(text: string): string {
  const runes = [...text];
  const start = runes.findIndex((rune) => !isConnector(rune));
  // Nothing but connectors: the last one comes twice, as it does in the library behind sprig.
  if (start < 0) return text + (runes.at(-1) ?? '');
  let output = runes.slice(0, start).join('');
  let current = runes[start] ?? '';
  let capitals = isUpper(current);
  current = current.toUpperCase();
  for (let next of runes.slice(start + 1)) {
    const before = current;
    if (isConnector(next) && isConnector(before)) output += before;
    else if (isConnector(before)) {
      capitals = isUpper(next);
      next = next.toUpperCase();
    } else {
      // A word in capitals keeps only its first one.
      if (capitals && isUpper(next)) next = next.toLowerCase();
      else capitals = false;
      output += before;
    }
    current = next;
  }
  return output + current;
}

// What separates words for Go's strings.Title: in ASCII all but letters, digits and underscores, beyond it spaces.
const afterSeparator = /(?<![\p{L}\p{Nd}_]|[^\u0000-\u007f\s])\p{L}/gu;

/** Every first letter of a word as a capital, the others as they are. */
export const titleCase = (text: string): string =>
  text.replace(afterSeparator, (character) => character.toUpperCase());

/** Breaks lines at spaces so that none is longer than `width` bytes; longer words are broken only if asked. */
export function wrapText(text: string, width: number, newline: string, breakWords: boolean): string {
  const limit = Math.max(1, width);
  const bytes = Buffer.from(text);
  const lines: Buffer[] = [];
  let offset = 0;
  while (bytes.length - offset > limit) {
    if (bytes[offset] === 0x20) {
      offset += 1;
      continue;
    }
    const space = bytes.subarray(offset, offset + limit + 1).lastIndexOf(0x20);
    let end = space < 0 ? offset + limit : offset + space;
    let next = space < 0 ? end : end + 1;
    if (space < 0 && !breakWords) {
      end = bytes.indexOf(0x20, end);
      if (end < 0) break;
      next = end + 1;
    }
    lines.push(bytes.subarray(offset, end));
    offset = next;
  }
  return [...lines, bytes.subarray(offset)].map((line) => line.toString()).join(newline || '\n');
}
