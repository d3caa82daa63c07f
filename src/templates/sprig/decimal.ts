import { toFloat64 } from '../coercion.ts';
import { Fault } from '../fault.ts';
import type { Value } from '../values.ts';

/** A decimal number: digits × 10^exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

type Operation = 'add' | 'sub' | 'mul' | 'div';

/** Digits behind the point that a division keeps. */
const divisionPrecision = 16;

/** Computes with decimal digits, so that 0.1 and 0.2 are 0.3. Fault for a division by zero and for no number. */
export function decimalFold(operation: Operation, first: Value, others: readonly Value[]): number {
  let result = fromFloat(toFloat64(first));
  for (const other of others) result = compute(operation, result, fromFloat(toFloat64(other)));
  return Number(`${result.digits}e${result.exponent}`);
}

function fromFloat(value: number): Decimal {
  if (!Number.isFinite(value)) throw new Fault(`cannot compute with ${value}`);
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const [, fraction = ''] = mantissa.split('.');
  return { digits: BigInt(mantissa.replace('.', '')), exponent: Number(power) - fraction.length };
}

function compute(operation: Operation, left: Decimal, right: Decimal): Decimal {
  if (operation === 'mul') {
    return { digits: left.digits * right.digits, exponent: left.exponent + right.exponent };
  }
  if (operation === 'div') return divide(left, right);
  const exponent = Math.min(left.exponent, right.exponent);
  const [a, b] = [scale(left, exponent), scale(right, exponent)];
  return { digits: operation === 'add' ? a + b : a - b, exponent };
}

const scale = ({ digits, exponent }: Decimal, to: number): bigint => digits * 10n ** BigInt(exponent - to);

function divide(left: Decimal, right: Decimal): Decimal {
  if (right.digits === 0n) throw new Fault('division by zero');
  const shift = left.exponent - right.exponent + divisionPrecision;
  const [top, bottom] =
    shift >= 0
      ? [left.digits * 10n ** BigInt(shift), right.digits]
      : [left.digits, right.digits * 10n ** BigInt(-shift)];
  const [quotient, rest] = [top / bottom, top % bottom];
  const [size, half] = [rest < 0n ? -rest : rest, bottom < 0n ? -bottom : bottom];
  const up = size * 2n >= half ? (top < 0n === bottom < 0n ? 1n : -1n) : 0n;
  return { digits: quotient + up, exponent: -divisionPrecision };
}
