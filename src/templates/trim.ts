// What Go's unicode.IsSpace takes for space, which is not quite what JavaScript does.
const space = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const around = new RegExp(`^${space}+|${space}+$`, 'g');

/** Without the spaces on both sides. */
export const trimSpace = (text: string): string => text.replace(around, '');

/** Without any of the given characters on both sides. */
export function trimCharacters(text: string, characters: string): string {
  const cut = new Set(characters);
  const runes = [...text];
  let [start, end] = [0, runes.length];
  while (start < end && cut.has(runes[start] ?? '')) start += 1;
  while (end > start && cut.has(runes[end - 1] ?? '')) end -= 1;
  return runes.slice(start, end).join('');
}
