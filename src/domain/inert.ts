// Control characters steer a terminal, bidirectional ones reorder what stands around them. As a plain class of signs: one
// of Unicode's properties takes ten times as long, and lists of a thousand names are looked through.
const controls = '\\u0000-\\u001f\\u007f-\\u009f';
const reordering = '\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
const steering = new RegExp(`[${controls}${reordering}]`);
const allSteering = new RegExp(steering, 'g');
const steeringInLines = new RegExp(`[${controls.replace('\\u001f', '\\u0008\\u000b-\\u001f')}${reordering}]`);
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text in which nothing steers a terminal or changes how the rest of its line is read: such characters are shown as
 * escapes (`\x1b`, `\n`, `\u202e`). For names that somebody else chose. Source of the rule: our own decision.
 */
export function inert(text: string): string {
  return steering.test(text) ? text.replace(allSteering, escaped) : text;
}

/** The same for a text of several lines: line breaks and tabs stay. */
export function inertLines(text: string): string {
  return steers(text)
    ? text.replace(allSteering, (sign) => (sign === '\n' || sign === '\t' ? sign : escaped(sign)))
    : text;
}

/** Whether a text of several lines holds such a character. */
export const steers = (text: string): boolean => steeringInLines.test(text);

function escaped(sign: string): string {
  const code = sign.charCodeAt(0);
  return (
    named[sign] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  );
}
