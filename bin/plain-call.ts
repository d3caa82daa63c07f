import type { Call, Verb } from '../scripts/grammar/verb.ts';

/**
 * The call of a verb that is written plainly: words, and known flags, each once and with its value. Whatever else it is, it
 * is undefined, and the grammar's own reader (scripts/grammar/read-call.ts) judges it; what is plain, both read alike.
 * Loading that reader's parser takes as long as everything else that a warm verb reads.
 */
export function plainCall(verb: Verb, argv: readonly string[]): Call | undefined {
  if (verb.takesAnything || verb.path.some((word, index) => argv[index] !== word)) return undefined;
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const own = argv.slice(verb.path.length, end);
  const words: string[] = [];
  const flags: Record<string, true | string | readonly string[]> = {};
  for (let index = 0; index < own.length; index += 1) {
    const word = own[index] as string;
    if (isPlain(word)) {
      words.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const name = flagNamed(verb, equals === -1 ? word : word.slice(0, equals));
    if (name === undefined || name in flags) return undefined;
    const { type, choices } = verb.flags[name] as Verb['flags'][string];
    if (type === 'switch' && equals === -1) {
      flags[name] = true;
      continue;
    }
    const value = equals === -1 ? own[++index] : word.slice(equals + 1);
    if (value === undefined || !isPlain(value) || (choices !== undefined && !choices.includes(value)))
      return undefined;
    if (type === 'text' || type === 'asks') flags[name] = value;
    else if (type === 'texts') flags[name] = listOf(value);
    else return undefined;
  }
  const needed = verb.words.filter(({ optional }) => !optional).length;
  if (words.length < needed || words.length > verb.words.length) return undefined;
  return { verb, words, flags, rest: argv.slice(end + 1), help: false };
}

function flagNamed({ flags }: Verb, typed: string): string | undefined {
  for (const name in flags) if (typed === `--${name}` || typed === `-${flags[name]?.short}`) return name;
  return undefined;
}

const isPlain = (value: string): boolean => value !== '' && !value.startsWith('-') && !value.startsWith('=');

const listOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
