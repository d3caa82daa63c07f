/** Number of UTF-8 bytes, which is what Go calls the length of a string. */
export const byteLength = (text: string): number => Buffer.byteLength(text);

/** Bytes `start` (included) to `end` (excluded) as text; a character that is cut becomes U+FFFD. */
export function byteSlice(text: string, start: number, end: number): string {
  // Where all characters are one byte long, positions in both counts are the same.
  if (byteLength(text) === text.length) return text.slice(start, end);
  return Buffer.from(text).subarray(start, end).toString('utf8');
}
