import { SyntaxFault, type Token, tokenize } from './lexer.ts';
import type { Branch, Node, Pipeline } from './nodes.ts';
import { PipelineParser } from './pipeline-parser.ts';
import { unquote } from './quote.ts';
import { TokenStream, unexpected } from './token-stream.ts';

/** What can be known about functions before any is called. */
export interface KnownFunctions {
  has(name: string): boolean;
  names(): Iterable<string>;
}

/** One parsed text: its own nodes, and the templates that `define` and `block` name in it. */
export interface Parsed {
  readonly root: readonly Node[];
  readonly definitions: ReadonlyMap<string, readonly Node[]>;
}

/** Branches within branches: more than anyone writes, and few enough for our own stack. */
const deepestNesting = 300;

/** Parses a template. SyntaxFault where Go would not take it. */
export function parseSource(
  source: string,
  delimiters: readonly [string, string],
  functions: KnownFunctions,
): Parsed {
  return new Parser(new TokenStream(tokenize(source, delimiters)), functions).parse();
}

type Ending = { readonly word: 'end' | 'else'; readonly position: number };

class Parser {
  readonly #tokens: TokenStream;
  readonly #functions: KnownFunctions;
  readonly #definitions = new Map<string, readonly Node[]>();
  #pipelines: PipelineParser;
  #rangeDepth = 0;
  #depth = 0;

  constructor(tokens: TokenStream, functions: KnownFunctions) {
    this.#tokens = tokens;
    this.#functions = functions;
    this.#pipelines = new PipelineParser(tokens, functions);
  }

  parse(): Parsed {
    const root: Node[] = [];
    while (this.#tokens.peek().type !== 'end of file') {
      const mark = this.#tokens.mark();
      if (this.#tokens.next().type === 'left' && this.#tokens.takeKeyword('define') !== undefined) {
        this.#define();
        continue;
      }
      this.#tokens.rewind(mark);
      const node = this.#textOrAction();
      if ('word' in node) throw new SyntaxFault(`${node.word} closes nothing`, node.position);
      root.push(node);
    }
    return { root, definitions: this.#definitions };
  }

  #define(): void {
    const name = this.#name('define');
    this.#tokens.expect('right', 'define');
    this.#body(name, 'define');
  }

  /** A template of its own: it sees none of the variables around it. */
  #body(name: string, context: string): void {
    const [around, rangeDepth] = [this.#pipelines, this.#rangeDepth];
    this.#pipelines = new PipelineParser(this.#tokens, this.#functions);
    this.#rangeDepth = 0;
    const { nodes, ending } = this.#list();
    if (ending.word === 'else') throw new SyntaxFault(`unexpected else in ${context}`, ending.position);
    [this.#pipelines, this.#rangeDepth] = [around, rangeDepth];
    const known = this.#definitions.get(name);
    if (known === undefined || isBlank(known)) this.#definitions.set(name, nodes);
    else if (!isBlank(nodes)) {
      throw new SyntaxFault(`the template ${JSON.stringify(name)} is defined twice`, ending.position);
    }
  }

  #list(): { nodes: Node[]; ending: Ending } {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.#tokens.peekAfterSpace();
      if (token.type === 'end of file') throw new SyntaxFault('an end is missing', token.position);
      const node = this.#textOrAction();
      if ('word' in node) return { nodes, ending: node };
      nodes.push(node);
    }
  }

  #textOrAction(): Node | Ending {
    const token = this.#tokens.nextAfterSpace();
    if (token.type === 'text') return { type: 'text', text: token.text, position: token.position };
    if (token.type !== 'left') throw unexpected(token, 'a template');
    const word = this.#tokens.peekAfterSpace();
    if (word.type !== 'keyword' || ['nil', 'true', 'false', 'define'].includes(word.text))
      return this.#action();
    this.#tokens.next();
    return this.#control(word);
  }

  #action(): Node {
    const position = this.#tokens.peekAfterSpace().position;
    return { type: 'action', pipeline: this.#pipelines.pipeline('an action', 'right'), position };
  }

  #control({ text, position }: Token): Node | Ending {
    switch (text) {
      case 'if':
      case 'with':
      case 'range':
        return this.#branch(text, position);
      case 'end':
        this.#tokens.expect('right', 'end');
        return { word: 'end', position };
      case 'else':
        return this.#else(position);
      case 'block':
        return this.#block(position);
      case 'template':
        return this.#template(position);
      default:
        return this.#jump(text === 'break' ? 'break' : 'continue', position);
    }
  }

  /** `else if` and `else with` leave their second word for the branch that they belong to. */
  #else(position: number): Ending {
    const next = this.#tokens.peekAfterSpace();
    const joined = next.type === 'keyword' && (next.text === 'if' || next.text === 'with');
    if (!joined) this.#tokens.expect('right', 'else');
    return { word: 'else', position };
  }

  #jump(type: 'break' | 'continue', position: number): Node {
    this.#tokens.expect('right', type);
    if (this.#rangeDepth === 0) throw new SyntaxFault(`${type} stands outside of range`, position);
    return { type, position };
  }

  #branch(type: 'if' | 'with' | 'range', position: number): Branch {
    this.#depth += 1;
    if (this.#depth > deepestNesting) throw new SyntaxFault('branches are nested too deeply', position);
    const scope = this.#pipelines.variables.length;
    const pipeline = this.#pipelines.pipeline(type, 'right');
    if (type === 'range') this.#rangeDepth += 1;
    const { nodes: body, ending } = this.#list();
    if (type === 'range') this.#rangeDepth -= 1;
    const otherwise = ending.word === 'else' ? this.#otherwise(type) : undefined;
    this.#pipelines.variables.length = scope;
    this.#depth -= 1;
    return { type, pipeline, body, otherwise, position };
  }

  #otherwise(type: 'if' | 'with' | 'range'): readonly Node[] {
    const next = this.#tokens.peek().type === 'space' ? this.#tokens.peekAfterSpace() : this.#tokens.peek();
    if (type !== 'range' && this.#tokens.takeKeyword(type) !== undefined) {
      return [this.#branch(type, next.position)];
    }
    const { nodes, ending } = this.#list();
    if (ending.word === 'else') throw new SyntaxFault('a second else where an end must be', ending.position);
    return nodes;
  }

  #block(position: number): Node {
    const name = this.#name('block');
    const pipeline = this.#pipelines.pipeline('block', 'right');
    this.#body(name, 'block');
    return { type: 'template', name, pipeline, position };
  }

  #template(position: number): Node {
    const name = this.#name('template');
    const mark = this.#tokens.mark();
    let pipeline: Pipeline | undefined;
    if (this.#tokens.nextAfterSpace().type !== 'right') {
      this.#tokens.rewind(mark);
      pipeline = this.#pipelines.pipeline('template', 'right');
    }
    return { type: 'template', name, pipeline, position };
  }

  #name(context: string): string {
    return unquote(this.#tokens.expect('string', context).text);
  }
}

/** Nothing but spaces: such a definition gives way to another of the same name. */
export const isBlank = (nodes: readonly Node[]): boolean =>
  nodes.every((node) => node.type === 'text' && node.text.trim() === '');
