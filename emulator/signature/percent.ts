/** Percent-encodes bytes as signatures want it (RFC 3986): letters, digits and `-_.~` stay, the rest is `%XX`. */
export function percentEncode(bytes: Buffer, alsoKept = ''): string {
  let text = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    text +=
      /[A-Za-z0-9\-_.~]/.test(char) || alsoKept.includes(char)
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** The bytes that a percent-encoded text stands for; a `%` without two hex digits stands for itself. */
export function percentDecode(text: string): Buffer {
  const bytes: number[] = [];
  // A raw request line holds one byte per character.
  const raw = Buffer.from(text, 'latin1');
  for (let index = 0; index < raw.length; index += 1) {
    const code = /^%[0-9A-Fa-f]{2}$/.test(raw.toString('latin1', index, index + 3))
      ? Number.parseInt(raw.toString('latin1', index + 1, index + 3), 16)
      : undefined;
    bytes.push(code ?? (raw[index] as number));
    if (code !== undefined) index += 2;
  }
  return Buffer.from(bytes);
}
