/**
 * The commands in a BROWSER variable: alternatives stand between colons, words between blanks. Quotes and
 * backslashes keep a blank or a colon inside a word, and nothing else has a meaning: no shell ever sees it.
 * A `&` at the end, which asks a shell not to wait, is dropped because we never wait.
 */
export function commandsIn(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.at(-1) === '&') words.pop();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string;
    if (character === '\\' && quote !== "'" && index + 1 < text.length) {
      index += 1;
      word = (word ?? '') + text[index];
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === ':') endCommand();
    else if (/\s/.test(character)) endWord();
    else word = (word ?? '') + character;
  }
  endCommand();
  return commands;
}

/** The words with the URL in place of each `%s`, or behind them where no word holds one. */
export function withUrl(words: readonly string[], url: string): readonly string[] {
  const filled = words.map((word) => word.split('%s').join(url));
  return words.some((word) => word.includes('%s')) ? filled : [...filled, url];
}
