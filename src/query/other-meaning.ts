/** A construct that both yq and jq know, and that gives another answer in jq. */
export interface OtherMeaning {
  readonly name: string;
  readonly instead: string;
}

const text = /"(?:[^"\\]|\\.)*"/g;
const compared = /[=!]=\s*"((?:[^"\\]|\\.)*)"/g;
const order = 'yq keeps the order and jq sorts: leave this to the program that reads the answer.';
const constructs: readonly (readonly [pattern: RegExp, name: string, instead: string])[] = [
  [/(?<![\w.$"])(?:unique|unique_by|group_by)\b/, 'unique and group_by', order],
  [
    /(?<![\w.$"])type\b(?!\s*:)/,
    'type',
    'For yq it is a tag, such as !!str: use scalars, strings, numbers or arrays.',
  ],
  [/(?<![\w.$"])now\b/, 'now', 'Put the time into the expression.'],
  [/(?<![\w.$"])env\b(?!\s*:)|\$ENV\b/, 'env', 'Put the value into the expression.'],
  [
    /(?<![\w.$"])(?:halt|halt_error|debug|stderr|inputs?)\b(?!\s*:)/,
    'A word to jq itself',
    'Ask for a value.',
  ],
  [/(?<![\w.$"])sub\(/, 'sub', 'yq replaces every match: write gsub.'],
  [
    /\.[A-Za-z_]\w*[-+*/%]/,
    'A sign right behind a key',
    'Write ."a-b" for such a key; put spaces around a sign that calculates.',
  ],
  [/(?<![\w\]"])\.\d/, 'A key that begins with a digit', 'Write .["0"] for a key, and .[0] for an item.'],
];

/**
 * The part of an expression that jq would understand in another way than yq, and so give another answer; undefined
 * for none. What jq does not know at all is its own complaint. Source: the manuals of yq 4 and jq 1.7.
 */
export function otherMeaning(expression: string): OtherMeaning | undefined {
  for (const [, literal = ''] of expression.matchAll(compared))
    if (/[*?]/.test(literal))
      return { name: 'A comparison with * or ?', instead: 'For yq it is a pattern: use test("^…$").' };
  const bare = expression.replace(text, '""');
  const found = constructs.find(([pattern]) => pattern.test(bare));
  return found && { name: found[1], instead: found[2] };
}
