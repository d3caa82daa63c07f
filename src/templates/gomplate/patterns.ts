import { Fault } from '../fault.ts';
import { namespace } from '../namespace.ts';
import { Pattern, quotePattern } from '../regexp/regexp.ts';
import { fn, variadic } from '../signature.ts';
import { type FunctionMap, nilSlice, stringsOf, type Value } from '../values.ts';
import { toInteger, toText } from './conversion.ts';

const several = (find: (pattern: Pattern, count: number, text: string) => string[] | undefined) =>
  variadic([], 'any', (...args) => {
    if (args.length !== 2 && args.length !== 3)
      throw new Fault(`2 or 3 arguments are needed, not ${args.length}`);
    const count = args.length === 3 ? Number(toInteger(args[1])) : -1;
    const found = find(new Pattern(toText(args[0])), count, toText(args.at(-1)));
    return found === undefined ? nilSlice('string') : stringsOf(found);
  });

const one = (compute: (pattern: Pattern, text: string) => Value) =>
  fn(['any', 'any'], (pattern, text) => compute(new Pattern(toText(pattern)), toText(text)));

/** gomplate's `regexp`. */
export const patternFunctions: FunctionMap = {
  regexp: namespace('regexp', {
    Find: one((pattern, text) => pattern.find(text)),
    FindAll: several((pattern, count, text) => pattern.findAll(text, count)),
    Match: one((pattern, text) => pattern.matches(text)),
    QuoteMeta: fn(['any'], (text) => quotePattern(toText(text))),
    Replace: fn(['any', 'any', 'any'], (pattern, by, text) =>
      new Pattern(toText(pattern)).replace(toText(text), toText(by)),
    ),
    ReplaceLiteral: fn(['any', 'any', 'any'], (pattern, by, text) =>
      new Pattern(toText(pattern)).replaceLiteral(toText(text), toText(by)),
    ),
    Split: several((pattern, count, text) => pattern.split(text, count)),
  }),
};
