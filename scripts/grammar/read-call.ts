import { parseArgs } from 'node:util';
import { Problem } from '../../src/domain/problem.ts';
import type { Call, Flag, Verb } from './verb.ts';

/**
 * The call that a command line makes. `argv` begins after the program's name.
 * Throws Problem `verb-not-found` and `usage`. The words come from Node's own parser; this only knows what the
 * verbs take, so that warm verbs load no parser library.
 */
export function readCall(verbs: readonly Verb[], argv: readonly string[]): Call {
  const verb = findVerb(verbs, argv);
  const own = argv.slice(verb.path.length);
  if (verb.takesAnything) {
    const end = own.indexOf('--');
    const help = (end === -1 ? own : own.slice(0, end)).some((word) => word === '--help' || word === '-h');
    return { verb, words: [], flags: {}, rest: own, help };
  }
  return readOwn(verb, own);
}

function findVerb(verbs: readonly Verb[], argv: readonly string[]): Verb {
  const [verb] = verbs
    .filter(({ path }) => path.every((word, index) => argv[index] === word))
    // `terraform shell` before `terraform`, which takes any word.
    .sort((a, b) => b.path.length - a.path.length);
  if (verb !== undefined) return verb;
  const begun = (depth: number) =>
    verbs.filter(
      ({ path }) => path.length > depth && path.slice(0, depth).every((word, at) => argv[at] === word),
    );
  // `aws eks` is a group in a group.
  const depth = begun(2).length > 0 ? 2 : begun(1).length > 0 ? 1 : 0;
  const group = depth === 0 ? [] : begun(depth);
  const typed = argv.slice(0, depth + 1).join(' ');
  throw new Problem({
    code: 'verb-not-found',
    message: `There is no verb "${typed}".`,
    hint:
      group.length > 0
        ? `${argv.slice(0, depth).join(' ')} knows ${[
            ...new Set(group.filter(({ hidden }) => !hidden).map(({ path }) => path[depth])),
          ].join(', ')}.`
        : 'atmos-kit --help lists them.',
  });
}

function readOwn(verb: Verb, own: readonly string[]): Call {
  const end = own.indexOf('--');
  const before = end === -1 ? own : own.slice(0, end);
  const rest = end === -1 ? [] : own.slice(end + 1);
  const { tokens } = parseArgs({
    args: before.map((word, index) => bareAsks(verb, word, before[index + 1])),
    options: Object.fromEntries([
      ['help', { type: 'boolean' as const, short: 'h' }],
      ...Object.entries(verb.flags).map(([name, flag]) => [
        name,
        {
          type: flag.type === 'switch' || flag.type === 'toggle' ? ('boolean' as const) : ('string' as const),
          ...(flag.short && { short: flag.short }),
        },
      ]),
    ]),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const words: string[] = [];
  const flags: Record<string, true | string | readonly string[]> = {};
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') words.push(token.value);
    else if (token.name === 'help') help = true;
    else flags[token.name] = flagValue(verb, token.name, token.rawName, token.value, flags[token.name]);
  }
  if (!help) checkWords(verb, words);
  return { verb, words, flags, rest, help };
}

// Node's parser takes the next word as a value whatever it looks like.
function bareAsks(verb: Verb, word: string, next: string | undefined): string {
  const [name, flag] =
    Object.entries(verb.flags).find(([name, { short }]) => word === `--${name}` || word === `-${short}`) ??
    [];
  const bare =
    (flag?.type === 'asks' || (flag?.type === 'texts' && flag.mayBeEmpty === true)) &&
    (next === undefined || next.startsWith('-'));
  return bare ? `--${name}=` : word;
}

function flagValue(
  verb: Verb,
  name: string,
  typed: string,
  value: string | undefined,
  before: true | string | readonly string[] | undefined,
): true | string | readonly string[] {
  const flag = verb.flags[name];
  if (flag === undefined) throw usage(verb, `${typed} is not a flag of ${verb.path.join(' ')}.`);
  if (flag.type === 'switch') {
    if (value !== undefined) throw usage(verb, `${typed} takes no value.`);
    return true;
  }
  if (flag.type === 'toggle') {
    checkChoice(verb, typed, { ...flag, choices: ['true', 'false'] }, value ?? 'true');
    return value ?? 'true';
  }
  // `-s=x` arrives as `=x`.
  const text = typed.startsWith('--') ? value : value?.replace(/^=/, '');
  if (text === undefined || (text === '' && flag.type !== 'asks' && !flag.mayBeEmpty))
    throw usage(verb, `${typed} needs a value.`);
  checkChoice(verb, typed, flag, text);
  if (flag.type !== 'texts') return text;
  return [
    ...(Array.isArray(before) ? before : []),
    ...text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ];
}

function checkChoice(verb: Verb, typed: string, flag: Flag, text: string): void {
  if (flag.choices !== undefined && !flag.choices.includes(text))
    throw usage(verb, `${typed} is one of ${flag.choices.join(', ')}, not "${text}".`);
}

function checkWords(verb: Verb, words: readonly string[]): void {
  const missing = verb.words.slice(words.length).find(({ optional }) => !optional);
  if (missing !== undefined) throw usage(verb, `${verb.path.join(' ')} needs a ${missing.name}.`);
  const extra = words[verb.words.length];
  if (extra === undefined || verb.words.at(-1)?.many === true) return;
  const name = verb.path.join(' ');
  const where = verb.rest === undefined ? '' : ` before --, only after it: ${name} -- ${verb.rest.name}`;
  throw usage(verb, `${name} does not take "${extra}"${where}.`);
}

/** The Problem of a call that is not put right. */
export function usage(verb: Verb, message: string): Problem {
  return new Problem({ code: 'usage', message, hint: `atmos-kit ${verb.path.join(' ')} --help` });
}
