import type { Place } from '../domain/problem.ts';
import { builtins } from './builtins.ts';
import { evaluate } from './evaluate.ts';
import { type Origin, templateProblem } from './failure.ts';
import { Fault } from './fault.ts';
import { SyntaxFault } from './lexer.ts';
import { Budget } from './limits.ts';
import { isBlank, type KnownFunctions, type Parsed, parseSource } from './parser.ts';
import { adopt } from './plain.ts';
import type { FunctionMap, TemplateValue } from './values.ts';

/** How a template is read. */
export interface ParseOptions {
  /** What messages call the template. */
  readonly name: string;
  /** The place where the text begins; Problems name the line that follows from it. */
  readonly at?: Place | undefined;
  /** Functions besides the language's own; of two with one name, these count. */
  readonly functions?: FunctionMap | undefined;
  readonly delimiters?: readonly [string, string] | undefined;
  /** Texts of further templates, whose definitions this one may call. */
  readonly templates?: Readonly<Record<string, string>> | undefined;
}

/** How a template is run. */
export interface TemplateOptions extends ParseOptions {
  readonly data: TemplateValue;
  /** What a missing key gives: `<no value>` (`default`), the zero of its type, or a Problem. */
  readonly missingKey?: 'default' | 'error' | 'zero' | undefined;
}

/** A template that can be run several times. */
export interface Template {
  /** The rendered text. Problem `template-invalid`; whatever functions throw passes through as it is. */
  render(options: Pick<TemplateOptions, 'data' | 'missingKey'>): string;
}

const standard: readonly [string, string] = ['{{', '}}'];

/** True where a text holds an action, so that rendering could change it. */
export const hasActions = (text: string, [left]: readonly [string, string] = standard): boolean =>
  text.includes(left || standard[0]);

/**
 * Renders a template of Go's text/template language. Problem `template-invalid` with template, line and column;
 * `construct-not-supported` for a function that is known but not offered; whatever functions throw passes through.
 */
export const renderTemplate = (source: string, options: TemplateOptions): string =>
  hasActions(source, options.delimiters) ? parseTemplate(source, options).render(options) : source;

/** Reads a template for several runs. Problem `template-invalid`. */
export function parseTemplate(source: string, options: ParseOptions): Template {
  const own = options.functions ?? {};
  const lookUp = (name: string) =>
    Object.hasOwn(own, name) ? own[name] : Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  const origin: Origin = { name: options.name, source, at: options.at };
  const known: KnownFunctions = {
    has: (name) => lookUp(name) !== undefined,
    names: () => [...Object.keys(own), ...Object.keys(builtins)],
  };
  const { root, definitions } = read(origin, known, options);
  const isBuiltin = (name: string) => lookUp(name) === builtins[name];
  return {
    render: ({ data, missingKey = 'default' }) =>
      bounded(origin, () =>
        evaluate(
          {
            origin,
            definitions,
            missingKey,
            budget: new Budget(),
            function: lookUp,
            isBuiltin,
          },
          root,
          adopt(data),
        ),
      ),
  };
}

function read(origin: Origin, known: KnownFunctions, { delimiters, templates = {} }: ParseOptions): Parsed {
  const [left, right] = delimiters ?? standard;
  const definitions = new Map<string, Parsed['root']>();
  const parse = (from: Origin) =>
    parsed(from, () => parseSource(from.source, [left || standard[0], right || standard[1]], known));
  for (const [name, source] of Object.entries(templates)) {
    const other = parse({ name, source });
    definitions.set(name, other.root);
    for (const [key, nodes] of other.definitions) definitions.set(key, nodes);
  }
  const main = parse(origin);
  if (!main.definitions.has(origin.name)) definitions.set(origin.name, main.root);
  for (const [key, nodes] of main.definitions) {
    if (!isBlank(nodes) || !definitions.has(key)) definitions.set(key, nodes);
  }
  return { root: main.root, definitions };
}

function parsed(origin: Origin, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw templateProblem(origin, error instanceof SyntaxFault ? error.position : 0, error.message);
  }
}

/** Our own stack and memory have an end as well: reaching it is a fault of the template, not of the program. */
function bounded(origin: Origin, render: () => string): string {
  try {
    return render();
  } catch (error) {
    if (error instanceof RangeError && /call stack|Invalid \w+ length/i.test(error.message)) {
      throw templateProblem(origin, 0, 'what it makes is too deep or too long');
    }
    throw error;
  }
}
