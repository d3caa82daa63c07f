import { SyntaxFault, type Token, type TokenType } from './lexer.ts';

/** The tokens of one template, read from left to right. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#end = tokens.at(-1) ?? { type: 'end of file', text: '', position: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.#index += 1;
    return token;
  }

  peek(): Token {
    return this.#tokens[this.#index] ?? this.#end;
  }

  nextAfterSpace(): Token {
    this.peekAfterSpace();
    return this.next();
  }

  peekAfterSpace(): Token {
    while (this.peek().type === 'space') this.#index += 1;
    return this.peek();
  }

  /** The state to come back to with `rewind`. */
  mark(): number {
    return this.#index;
  }

  rewind(mark: number): void {
    this.#index = mark;
  }

  /** The next token if it is the keyword. */
  takeKeyword(word: string): Token | undefined {
    const token = this.peekAfterSpace();
    return token.type === 'keyword' && token.text === word ? this.next() : undefined;
  }

  expect(type: TokenType, context: string): Token {
    const token = this.nextAfterSpace();
    if (token.type !== type) throw unexpected(token, context);
    return token;
  }
}

/** The fault of a token that cannot stand where it does. */
export function unexpected(token: Token, context: string): SyntaxFault {
  const what = token.type === 'end of file' ? 'the template ends too early' : `unexpected ${shown(token)}`;
  return new SyntaxFault(`${what} in ${context}`, token.position);
}

function shown(token: Token): string {
  const text = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text;
  return JSON.stringify(text);
}
