import { Fault } from './fault.ts';
import { checkItems, checkText } from './limits.ts';

/** The text so many times. Fault for a negative count, and for a text that would fill the memory. */
export function repeat(count: number, text: string): string {
  if (count < 0) throw new Fault(`a text cannot be repeated ${count} times`);
  checkText(count * text.length);
  return text.repeat(count);
}

/** Every occurrence replaced; an empty text stands between all characters. */
export function replaceAll(text: string, old: string, fresh: string): string {
  const parts = old === '' ? ['', ...text, ''] : text.split(old);
  checkText(parts.length * fresh.length);
  return old === '' && text === '' ? fresh : parts.join(fresh);
}

/** The parts of a text, at most so many (all for a negative number, none for 0); the last takes what is left. */
export function splitText(text: string, separator: string, count = -1): string[] {
  if (count === 0) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  checkItems(parts.length);
  if (count < 0 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}
