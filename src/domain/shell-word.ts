// What bash, zsh and fish all take as it stands: no globs, no expansions, no operators. `=` and `%` are
// special at the start of a word (zsh looks up `=name`, job control reads `%1`).
const plain = /^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

/**
 * One word as text that bash, zsh and fish all read back as exactly that word. Quotes and backslashes stand
 * outside the quoted parts, because fish, unlike the others, knows escapes within single quotes.
 */
export function quoteForShell(word: string): string {
  if (plain.test(word)) return word;
  if (word === '') return "''";
  return word
    .split(/(['\\])/)
    .filter((part) => part !== '')
    .map((part) => (part === "'" || part === '\\' ? `\\${part}` : `'${part}'`))
    .join('');
}

/** A command line that can be pasted into bash, zsh and fish. */
export function quoteCommand(words: readonly string[]): string {
  return words.map(quoteForShell).join(' ');
}
