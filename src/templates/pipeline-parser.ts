import { Fault, nearest } from './fault.ts';
import { SyntaxFault, type Token } from './lexer.ts';
import { type Command, describeOperand, type Operand, type Pipeline } from './nodes.ts';
import { parseConstant } from './numbers.ts';
import { unquote } from './quote.ts';
import { type TokenStream, unexpected } from './token-stream.ts';

/** Parentheses within parentheses: more than anyone writes, and few enough for our own stack. */
const deepestParentheses = 200;

/** Reads what stands between two delimiters, and knows which variables are in scope. */
export class PipelineParser {
  readonly #tokens: TokenStream;
  readonly #knows: (name: string) => boolean;
  readonly #names: () => Iterable<string>;
  #depth = 0;
  variables: string[] = ['$'];

  constructor(tokens: TokenStream, functions: { has(name: string): boolean; names(): Iterable<string> }) {
    this.#tokens = tokens;
    this.#knows = functions.has;
    this.#names = functions.names;
  }

  /** Everything up to and including the end token. */
  pipeline(context: string, end: 'right' | 'close'): Pipeline {
    const position = this.#tokens.peekAfterSpace().position;
    const declared = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#tokens.peekAfterSpace();
      if (token.type === end) {
        this.#tokens.next();
        break;
      }
      if (!startsOperand(token)) throw unexpected(token, context);
      commands.push(this.#command());
    }
    this.#check(commands, context, position);
    return { type: 'pipeline', ...declared, commands, position };
  }

  #declarations(context: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    for (;;) {
      const mark = this.#tokens.mark();
      const variable = this.#tokens.peekAfterSpace();
      if (variable.type !== 'variable') return { variables, assigns: false };
      this.#tokens.next();
      const next = this.#tokens.peekAfterSpace();
      const comma = next.type === 'char' && next.text === ',';
      if (next.type !== 'assign' && next.type !== 'declare' && !comma) {
        this.#tokens.rewind(mark);
        return { variables, assigns: false };
      }
      this.#tokens.next();
      variables.push(variable.text);
      this.variables.push(variable.text);
      if (!comma) return { variables, assigns: next.type === 'assign' };
      if (context !== 'range' || variables.length > 1) {
        throw new SyntaxFault(`too many variables in ${context}`, variable.position);
      }
      if (!['variable', 'right', 'close'].includes(this.#tokens.peekAfterSpace().type)) {
        throw new SyntaxFault('range can only set variables', variable.position);
      }
    }
  }

  #check(commands: readonly Command[], context: string, position: number): void {
    if (commands.length === 0) throw new SyntaxFault(`a value is missing in ${context}`, position);
    for (const [index, command] of commands.entries()) {
      const [first] = command.operands;
      if (index > 0 && ['boolean', 'dot', 'nil', 'number', 'string'].includes(first.type)) {
        throw new SyntaxFault(
          `${describeOperand(first)} takes no input, so nothing can be piped into it`,
          first.position,
        );
      }
    }
  }

  /** Operands with spaces between them, up to a pipe or the end. */
  #command(): Command {
    const position = this.#tokens.peekAfterSpace().position;
    const operands: Operand[] = [];
    for (;;) {
      this.#tokens.peekAfterSpace();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#tokens.peek();
      if (token.type === 'space') continue;
      if (token.type === 'pipe') this.#tokens.next();
      else if (token.type !== 'right' && token.type !== 'close') throw unexpected(token, 'an operand');
      break;
    }
    const [first, ...others] = operands;
    if (first === undefined) throw new SyntaxFault('empty command', position);
    return { operands: [first, ...others], position };
  }

  /** A term and the fields that follow it directly. */
  #operand(): Operand | undefined {
    const term = this.#term();
    if (term === undefined || this.#tokens.peek().type !== 'field') return term;
    const position = this.#tokens.peek().position;
    const names: string[] = [];
    while (this.#tokens.peek().type === 'field') names.push(this.#tokens.next().text.slice(1));
    switch (term.type) {
      case 'field':
      case 'variable':
        return { ...term, names: [...term.names, ...names] };
      case 'boolean':
      case 'string':
      case 'number':
      case 'nil':
      case 'dot':
        throw new SyntaxFault(`unexpected . after ${describeOperand(term)}`, position);
      default:
        return { type: 'chain', base: term, names, position: term.position };
    }
  }

  #term(): Operand | undefined {
    const token = this.#tokens.peekAfterSpace();
    const { position, text } = token;
    if (!startsOperand(token)) return undefined;
    this.#tokens.next();
    switch (token.type) {
      case 'word':
        return this.#function(token);
      case 'dot':
        return { type: 'dot', position };
      case 'variable':
        return this.#variable(token);
      case 'field':
        return { type: 'field', names: [text.slice(1)], position };
      case 'number':
        return at(position, () => ({ type: 'number', number: parseConstant(text), source: text, position }));
      case 'string':
        return at(position, () => ({ type: 'string', text: unquote(text), source: text, position }));
      case 'open':
        return this.#parentheses(position);
      default:
        return text === 'nil'
          ? { type: 'nil', position }
          : { type: 'boolean', value: text === 'true', position };
    }
  }

  #parentheses(position: number): Pipeline {
    this.#depth += 1;
    if (this.#depth > deepestParentheses)
      throw new SyntaxFault('parentheses are nested too deeply', position);
    const pipeline = this.pipeline('parentheses', 'close');
    this.#depth -= 1;
    return pipeline;
  }

  #function({ text, position }: Token): Operand {
    if (this.#knows(text)) return { type: 'function', name: text, position };
    const near = nearest(text, this.#names());
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new SyntaxFault(`there is no function ${text}${hint}`, position);
  }

  #variable({ text, position }: Token): Operand {
    if (this.variables.includes(text)) return { type: 'variable', name: text, names: [], position };
    throw new SyntaxFault(`the variable ${text} is not defined here`, position);
  }
}

function startsOperand(token: Token): boolean {
  if (token.type === 'keyword') return ['nil', 'true', 'false'].includes(token.text);
  return ['number', 'string', 'dot', 'field', 'word', 'variable', 'open'].includes(token.type);
}

/** What `read` returns, its faults placed. */
function at<T>(position: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) throw new SyntaxFault(error.message, position);
    throw error;
  }
}
