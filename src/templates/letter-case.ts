// Go changes letter by letter, so that one letter never becomes two: ß stays as it is.
const each = (text: string, change: (letter: string) => string): string => {
  let changed = '';
  for (const letter of text) {
    const other = change(letter);
    changed += [...other].length === 1 ? other : letter;
  }
  return changed;
};

export const upperCase = (text: string): string => each(text, (letter) => letter.toUpperCase());
// The one letter that has no small form of its own length is the dotted capital I of Turkish.
export const lowerCase = (text: string): string =>
  each(text, (letter) => (letter === 'İ' ? 'i' : letter.toLowerCase()));
