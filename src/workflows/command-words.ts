import type { Place } from '../domain/problem.ts';
import { invalid } from './step.ts';

/**
 * The words of a step's command line, taken apart as a shell does: quotes and backslashes keep blanks, `$NAME` and
 * `${NAME}` are variables. Nothing else has a meaning, because no shell sees it.
 * Throws Problem `workflow-invalid` for a quote without its end.
 */
export function commandWords(
  text: string,
  variable: (name: string) => string | undefined,
  at: Place,
): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const pieces = text.matchAll(/\\([\s\S])|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))|[\s\S]/g);
  for (const [piece, escaped, braced, bare] of pieces) {
    const name = braced ?? bare;
    const literal = quote === "'" ? piece : undefined;
    if (piece === quote) quote = '';
    else if (literal !== undefined) {
      // A backslash or a dollar may have taken the closing quote with it.
      const end = literal.indexOf("'");
      word = (word ?? '') + (end === -1 ? literal : literal.slice(0, end));
      if (end !== -1) quote = '';
    } else if (escaped !== undefined)
      word = (word ?? '') + (quote === '"' && !/["\\$`\n]/.test(escaped) ? piece : escaped);
    else if (name !== undefined) {
      const value = variable(name) ?? '';
      if (quote !== '') word = (word ?? '') + value;
      else {
        // Unquoted, its blanks separate words, and an empty one is none.
        const [first = '', ...others] = value.split(/\s+/);
        if (first !== '') word = (word ?? '') + first;
        for (const other of others) {
          if (word !== undefined) words.push(word);
          word = other === '' ? undefined : other;
        }
      }
    } else if (quote === '' && (piece === '"' || piece === "'")) {
      quote = piece;
      word ??= '';
    } else if (quote === '' && /\s/.test(piece)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + piece;
  }
  if (quote !== '') throw invalid(`The command has a ${quote} without its end.`, 'Close the quote.', at);
  if (word !== undefined) words.push(word);
  return words;
}

/** The words with `-s STACK`, before a `--`, as in Atmos. */
export function withStack(words: readonly string[], stack: string | undefined): readonly string[] {
  if (stack === undefined) return words;
  const end = words.indexOf('--');
  return end === -1 ? [...words, '-s', stack] : [...words.slice(0, end), '-s', stack, ...words.slice(end)];
}
