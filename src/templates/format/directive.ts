/** One `%…` of a format: its flags, sizes and the letter. */
export interface Directive {
  readonly verb: string;
  readonly flags: Flags;
  readonly width?: number | undefined;
  readonly precision?: number | undefined;
}

export interface Flags {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
}

export const noFlags: Flags = { minus: false, plus: false, sharp: false, space: false, zero: false };

/** The text filled to the directive's width: with spaces, or with zeros where `zero` asks for them. */
export function pad(text: string, { width, flags }: Directive, zeros = flags.zero): string {
  if (width === undefined) return text;
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (zeros ? '0' : ' ').repeat(missing) + text;
}

/** A number filled to the width; zeros go between its sign and its digits. */
export function padNumber(text: string, directive: Directive): string {
  const [sign = ''] = /^[-+ ]/.exec(text) ?? [];
  if (!directive.flags.zero || directive.flags.minus || sign === '') return pad(text, directive);
  const width = directive.width === undefined ? undefined : directive.width - sign.length;
  return sign + pad(text.slice(sign.length), { ...directive, width });
}
