import type { Value } from '../values.ts';
import { textOfValue } from './value.ts';

/** As Go's Sprint: spaces only between two values of which neither is a string. */
export function print(values: readonly Value[]): string {
  let text = '';
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (index > 0 && typeof value !== 'string' && typeof before !== 'string') text += ' ';
    text += textOfValue(value);
  }
  return text;
}

/** As Go's Sprintln: spaces between all values, and a newline. */
export const printLine = (values: readonly Value[]): string => `${values.map(textOfValue).join(' ')}\n`;
