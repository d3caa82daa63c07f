/**
 * The texts that hold every word of `typed` in order, letter by letter and without case, best first: a text that
 * begins with the word, then one that holds it whole, then one that only has its letters. Otherwise in the order given.
 */
export function fuzzyFilter<T>(
  items: readonly T[],
  typed: string,
  textOf: (item: T) => string,
): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return items
    .map((item) => ({ item, rank: rankOf(textOf(item).toLowerCase(), words) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((left, right) => (left.rank as number) - (right.rank as number))
    .map(({ item }) => item);
}

function rankOf(text: string, words: readonly string[]): number | undefined {
  let rank = 0;
  for (const word of words) {
    if (text.startsWith(word)) continue;
    if (text.includes(word)) rank += 1;
    else if (holdsLetters(text, word)) rank += 100;
    else return undefined;
  }
  return rank;
}

function holdsLetters(text: string, word: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at === -1) return false;
    from = at + letter.length;
  }
  return true;
}
