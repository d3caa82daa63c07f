import { Fault } from './fault.ts';
import { describeOperand, type Operand } from './nodes.ts';
import { kindName, typeName } from './types.ts';
import { anyType, Dict, type ParameterType, type Value } from './values.ts';

const goNames: Readonly<Record<ParameterType, string>> = {
  any: 'any value',
  string: 'a string',
  int: 'an int',
  uint32: 'an unsigned integer',
  float64: 'a float',
  bool: 'a boolean',
  map: 'a map',
};

const fits: Readonly<Record<ParameterType, (value: Value) => boolean>> = {
  any: () => true,
  string: (value) => typeof value === 'string',
  int: (value) => typeof value === 'bigint',
  uint32: () => false,
  float64: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  map: (value) => value instanceof Dict && value.element === anyType,
};

/** The value if a parameter of the type takes it, else a Fault. As in Go, an `int64` is no `int`. */
export function checkArgument(value: Value, type: ParameterType): Value {
  if (value === undefined) {
    if (type === 'any') return null;
    if (type === 'map') return new Dict();
    throw new Fault(`the value is missing; ${goNames[type]} is expected`);
  }
  if (fits[type](value)) return value;
  const hint = type === 'int' && /int/.test(kindName(value)) ? ' (convert it with int)' : '';
  throw new Fault(`${goNames[type]} is expected, not ${typeName(value)}${hint}`);
}

/** What a literal gives to a parameter of the type, or a Fault where it cannot stand there. */
export function literalArgument(operand: Operand, type: ParameterType): Value {
  switch (operand.type) {
    case 'nil':
      if (type === 'any') return null;
      if (type === 'map') return new Dict();
      break;
    case 'boolean':
      if (type === 'any' || type === 'bool') return operand.value;
      break;
    case 'string':
      if (type === 'any' || type === 'string') return operand.text;
      break;
    case 'number':
      return numberArgument(operand, type);
  }
  throw new Fault(`${goNames[type]} is expected, not ${describeOperand(operand)}`);
}

function numberArgument(operand: Extract<Operand, { type: 'number' }>, type: ParameterType): Value {
  const { integer, unsigned, float } = operand.number;
  if (type === 'any') return untypedNumber(operand);
  if (type === 'int' && integer !== undefined) return integer;
  if (type === 'uint32' && unsigned !== undefined) return unsigned;
  if (type === 'float64' && float !== undefined) return float;
  throw new Fault(`${goNames[type]} is expected, not ${operand.source}`);
}

/** A number where nothing asks for a type: its way of writing decides. */
export function untypedNumber({ number, source }: Extract<Operand, { type: 'number' }>): Value {
  if (number.isFloat) return number.float;
  if (number.integer === undefined) throw new Fault(`${source} is larger than an int`);
  return number.integer;
}
