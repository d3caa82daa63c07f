import type { Dict, ParameterType, TypedFunction, Value } from './values.ts';

/** What an implementation receives for each type of parameter. */
interface Received {
  any: Value;
  string: string;
  int: number;
  uint32: number;
  float64: number;
  bool: boolean;
  map: Dict;
}

type Arguments<P extends readonly ParameterType[]> = { [K in keyof P]: Received[P[K]] };

/** A function of a fixed number of parameters. The interpreter checks their types before it calls. */
export function fn<const P extends readonly ParameterType[]>(
  parameters: P,
  implementation: (...args: Arguments<P>) => Value,
): TypedFunction {
  return {
    parameters,
    call: (args) => implementation(...(received(parameters, undefined, args) as unknown as Arguments<P>)),
  };
}

/** A function that takes any number of further arguments of one type. */
export function variadic<const P extends readonly ParameterType[], R extends ParameterType>(
  parameters: P,
  rest: R,
  implementation: (...args: [...Arguments<P>, ...Received[R][]]) => Value,
): TypedFunction {
  return {
    parameters,
    rest,
    call: (args) =>
      implementation(...(received(parameters, rest, args) as unknown as [...Arguments<P>, ...Received[R][]])),
  };
}

/** Go's `int` is a bigint to templates and a number to implementations, which count and index with it. */
function received(
  parameters: readonly ParameterType[],
  rest: ParameterType | undefined,
  args: readonly Value[],
): unknown[] {
  return args.map((value, index) => {
    const type = parameters[index] ?? rest;
    return (type === 'int' || type === 'uint32') && typeof value === 'bigint' ? Number(value) : value;
  });
}
