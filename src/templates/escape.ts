const html: Readonly<Record<string, string>> = {
  '\u0000': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** Text that is safe within HTML, as Go escapes it. */
export const escapeHtml = (text: string): string =>
  text.replace(/[\u0000"'&<>]/g, (character) => html[character] ?? '');

const unprintable = /[\p{C}\p{Z}]/u;

/** Text that is safe within a JavaScript string, as Go escapes it. */
export function escapeJavaScript(text: string): string {
  let escaped = '';
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if ('\\\'"'.includes(character)) escaped += `\\${character}`;
    else if ('<>&='.includes(character) || point < 0x20 || (point > 0x7f && unprintable.test(character))) {
      escaped += `\\u${point.toString(16).toUpperCase().padStart(4, '0')}`;
    } else escaped += character;
  }
  return escaped;
}

/** Text as a value in the query of an address, as Go's QueryEscape gives it: a space becomes `+`. */
export const escapeQuery = (text: string): string =>
  encodeURIComponent(Buffer.from(text).toString())
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
