import { expandText } from '../environment-text.ts';
import { Fault } from '../fault.ts';
import { itemsOf } from '../list-of.ts';
import { namespace } from '../namespace.ts';
import { notOffered } from '../not-offered.ts';
import { parseInteger } from '../numbers.ts';
import type { TemplateOutside } from '../outside.ts';
import { decimals, letters, randomBelow, randomText, randomUuid } from '../random.ts';
import { Pattern } from '../regexp/regexp.ts';
import { fn, variadic } from '../signature.ts';
import { type FunctionMap, int64, type Value } from '../values.ts';
import { toFloat, toInteger, toText } from './conversion.ts';

/** gomplate's functions that ask for the environment or for chance, and those that cannot be had here. */
export function worldFunctions(outside: TemplateOutside): FunctionMap {
  const look = (name: string) => outside.environment(name) ?? '';
  const getenv = variadic(
    ['any'],
    'string',
    (name, ...fallback) => look(toText(name)) || (fallback[0] ?? ''),
  );
  return {
    env: namespace('env', {
      Getenv: getenv,
      ExpandEnv: fn(['any'], (text) => expandText(toText(text), look)),
    }),
    getenv,
    random: namespace('random', randomFunctions(outside)),
    uuid: namespace('uuid', uuidFunctions(outside)),
    ...notOffered(['net', 'sockaddr'], 'it asks the network'),
    ...notOffered(['file'], 'it reads files'),
    ...notOffered(
      ['aws', 'ec2meta', 'ec2dynamic', 'ec2tag', 'ec2tags', 'ec2region', 'gcp'],
      'it asks a cloud with credentials of its own',
    ),
  };
}

const countOf = (value: Value): number => Number(toInteger(value));

function randomFunctions(outside: TemplateOutside): FunctionMap {
  return {
    ASCII: fn(['any'], (count) => randomText(outside, countOf(count), charactersBetween(0x20, 0x7e))),
    Alpha: fn(['any'], (count) => randomText(outside, countOf(count), letters)),
    AlphaNum: fn(['any'], (count) => randomText(outside, countOf(count), letters + decimals)),
    String: variadic(['any'], 'any', (count, ...args) => {
      if (countOf(count) === 0) throw new Fault('the count must be more than 0');
      return randomText(outside, countOf(count), alphabetOf(args));
    }),
    Item: fn(['any'], (list) => {
      const items = itemsOf(list, 'pick from');
      if (items.length === 0) throw new Fault('there is nothing to pick from');
      return items[items.length === 1 ? 0 : randomBelow(outside, items.length)];
    }),
    Number: variadic([], 'any', (...args) => {
      const [least, most] =
        args.length > 1 ? args.map(countOf) : [0, args.length === 1 ? countOf(args[0]) : 100];
      if (least === undefined || most === undefined || least > most || most - least > 2 ** 47) {
        throw new Fault(`there is no number from ${least} to ${most}`);
      }
      return int64(BigInt(least + randomBelow(outside, most - least + 1)));
    }),
    Float: variadic([], 'any', (...args) => {
      const [least = 0, most = 1] =
        args.length > 1 ? args.map(toFloat) : [0, args.length === 1 ? toFloat(args[0]) : 1];
      return least + (randomBelow(outside, 2 ** 47) / 2 ** 47) * (most - least);
    }),
  };
}

/** What a text may be made of: a class of characters, or two ends of a range. */
function alphabetOf(args: readonly Value[]): string {
  const [first, second] = args;
  if (args.length === 2) return charactersBetween(pointOf(first), pointOf(second));
  const pattern = args.length === 0 || first === '' ? '[a-zA-Z0-9_.-]' : toText(first);
  const matcher = new Pattern(pattern);
  // Beyond the first plane there is little but pictures, and every character costs a look.
  const alphabet = [...charactersBetween(0x20, 0xffff)]
    .filter((character) => matcher.matches(character))
    .join('');
  if (alphabet === '') throw new Fault(`no character matches ${pattern}`);
  return alphabet;
}

function pointOf(value: Value): number {
  if (typeof value !== 'string') return countOf(value);
  if ([...value].length === 1) return value.codePointAt(0) ?? 0;
  const point = parseInteger(value, 0, 32);
  if (point === undefined) throw new Fault(`${JSON.stringify(value)} is no character`);
  return Number(point);
}

function charactersBetween(low: number, high: number): string {
  let characters = '';
  for (let point = Math.max(0, low); point <= Math.min(high, 0x10ffff); point += 1) {
    const character = String.fromCodePoint(point);
    if (!/\p{C}|\p{Zl}|\p{Zp}/u.test(character)) characters += character;
  }
  if (characters === '') throw new Fault(`there is no printable character from ${low} to ${high}`);
  return characters;
}

const uuidForm =
  /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

function uuidFunctions(outside: TemplateOutside): FunctionMap {
  return {
    V1: fn([], () => timeUuid(outside)),
    V4: fn([], () => randomUuid(outside)),
    Nil: fn([], () => '00000000-0000-0000-0000-000000000000'),
    IsValid: fn(['any'], (text) => uuidForm.test(toText(text))),
    Parse: fn(['any'], (text) => {
      const parts = uuidForm.exec(toText(text));
      if (parts === null) throw new Fault(`${JSON.stringify(toText(text))} is no UUID`);
      return parts.slice(1).join('-').toLowerCase();
    }),
  };
}

/** A UUID of version 1: hundreds of nanoseconds since 1582, and a node of chance. */
function timeUuid(outside: TemplateOutside): string {
  const ticks = BigInt(outside.now().getTime()) * 10_000n + 122_192_928_000_000_000n;
  const hex = ticks.toString(16).padStart(15, '0');
  const chance = Buffer.from(outside.random(8)).toString('hex');
  return `${hex.slice(7)}-${hex.slice(3, 7)}-1${hex.slice(0, 3)}-8${chance.slice(0, 3)}-${chance.slice(4, 16)}`;
}
