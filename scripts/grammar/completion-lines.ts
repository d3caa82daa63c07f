import type { Flag, Verb, Word } from './verb.ts';

/**
 * What the shells' completions know of the verbs: for each beginning of a command line (`''`, `auth`, `auth exec`) the
 * lines that shell/ describes, `kind|name|source|brief`. `source` says what a flag or an argument takes: nothing (empty),
 * `text`, `files`, `folders`, names of the project, `one:a,b` of these, `list:` for several between commas, `=` at its
 * beginning where the value stands behind one, and `?` at its end where the value may be left out.
 */
export function completionLines(verbs: readonly Verb[]): ReadonlyMap<string, readonly string[]> {
  const shown = verbs.filter(({ hidden }) => !hidden);
  const beginnings = new Set(
    shown.flatMap(({ path }) => path.map((_, index) => path.slice(0, index).join(' '))),
  );
  const all = new Set([...beginnings, ...shown.map(({ path }) => path.join(' '))]);
  return new Map([...all].sort().map((beginning) => [beginning, linesOf(shown, beginning)]));
}

function linesOf(verbs: readonly Verb[], beginning: string): string[] {
  const words = beginning === '' ? [] : beginning.split(' ');
  const verb = verbs.find(({ path }) => path.join(' ') === beginning);
  const below = verbs.filter(
    ({ path }) => path.length > words.length && words.every((word, index) => path[index] === word),
  );
  const next = new Map<string, string>();
  for (const { path, brief } of below) {
    const word = path[words.length] as string;
    const whole = path.length === words.length + 1;
    if (whole || !next.has(word)) next.set(word, whole ? brief : groupBrief(below, words.length, word));
  }
  return [
    ...[...next].map(([word, brief]) => line('next', word, '', brief)),
    ...(verb === undefined ? [] : ownLines(verb)),
    line('flag', '--help', '', 'What it does and takes'),
  ];
}

function groupBrief(verbs: readonly Verb[], depth: number, word: string): string {
  const words = verbs.filter(({ path }) => path[depth] === word).map(({ path }) => path[depth + 1]);
  return [...new Set(words)].join(', ');
}

function ownLines({ words, flags, rest }: Verb): string[] {
  return [
    ...Object.entries(flags).flatMap(([name, flag]) => [
      line('flag', `--${name}`, sourceOfFlag(flag), flag.brief),
      ...(flag.short === undefined ? [] : [line('flag', `-${flag.short}`, sourceOfFlag(flag), flag.brief)]),
    ]),
    ...words.flatMap((word) =>
      Array<string>(word.many ? manyWords : 1).fill(line('word', word.name, sourceOfWord(word), word.brief)),
    ),
    // A command has a completion of its own.
    ...(rest?.name === 'command' ? [line('wraps', '', '', '')] : []),
  ];
}

const line = (kind: string, name: string, source: string, brief: string): string =>
  [kind, name, source, brief.replaceAll('|', '/')].join('|');

function sourceOfFlag(flag: Flag): string {
  const { type, value, mayBeEmpty } = flag;
  if (type === 'switch') return '';
  if (type === 'toggle') return '=one:true,false';
  const source = sourceOfNames(flag) ?? sourceOfValue(value);
  const several = type === 'texts' && source !== 'text' ? `list:${source}` : source;
  return type === 'asks' || mayBeEmpty ? `${several}?` : several;
}

/** So many words are completed where any number may be given. */
const manyWords = 6;

function sourceOfWord(word: Word): string {
  const source = sourceOfNames(word) ?? 'text';
  return word.many && source !== 'text' ? `list:${source}` : source;
}

function sourceOfNames({ names, choices, offered }: Flag | Word): string | undefined {
  const some = choices ?? offered;
  return names ?? (some && `one:${some.join(',')}`);
}

const sourceOfValue = (value = ''): string =>
  value.startsWith('FILE') ? 'files' : value.startsWith('FOLDER') ? 'folders' : 'text';
