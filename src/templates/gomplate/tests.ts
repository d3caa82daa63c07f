import { Fault } from '../fault.ts';
import { namespace } from '../namespace.ts';
import { fn, variadic } from '../signature.ts';
import { kindName, typeName } from '../types.ts';
import type { FunctionMap, Value } from '../values.ts';
import { toBoolean, toText } from './conversion.ts';

const numeric = /^u?int\d*$|^float\d*$/;

/** One value, or a message and a value. */
function messageAnd(args: readonly Value[]): { message: string; value: Value } {
  const [first] = args;
  if (args.length === 1) return { message: '', value: first };
  if (args.length !== 2) throw new Fault(`1 or 2 arguments are needed, not ${args.length}`);
  if (typeof first !== 'string') throw new Fault(`the message must be a string, not ${typeName(first)}`);
  return { message: first, value: args[1] };
}

const test = {
  Assert: variadic([], 'any', (...args) => {
    const { message, value } = messageAnd(args);
    if (!toBoolean(value))
      throw new Fault(message === '' ? 'the assertion failed' : `the assertion failed: ${message}`);
    return '';
  }),
  Fail: variadic([], 'any', (...args) => {
    if (args.length > 1) throw new Fault(`no or 1 argument is needed, not ${args.length}`);
    throw new Fault(args.length === 0 ? 'the template failed' : toText(args[0]));
  }),
  Required: variadic([], 'any', (...args) => {
    const { message, value } = messageAnd(args);
    if (value === null || value === '') throw new Fault(message || 'a required value is not set');
    return value;
  }),
  Ternary: fn(['any', 'any', 'any'], (yes, no, condition) => (toBoolean(condition) ? yes : no)),
  Kind: fn(['any'], kindName),
  IsKind: fn(['string', 'any'], (kind, value) =>
    kind === 'number' ? numeric.test(kindName(value)) : kind === kindName(value),
  ),
};

/** gomplate's `test` and the names of its functions without it. */
export const testFunctions: FunctionMap = {
  test: namespace('test', test),
  assert: test.Assert,
  fail: test.Fail,
  required: test.Required,
  ternary: test.Ternary,
  kind: test.Kind,
  isKind: test.IsKind,
};
