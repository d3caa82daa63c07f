import { Expressions, type Frame, type Program } from './expressions.ts';
import { print } from './format/print.ts';
import { deepestCall } from './limits.ts';
import type { Branch, Node } from './nodes.ts';
import { integerOf, isTrue } from './types.ts';
import { Dict, Slice, type Value } from './values.ts';

/** How a list of nodes ended: `break` and `continue` look for the loop around them. */
type Ending = 'break' | 'continue' | undefined;

/** What a template prints for its data. Problem `template-invalid`; what foreign functions throw passes through. */
export function evaluate(program: Program, nodes: readonly Node[], dot: Value, depth = 0): string {
  return new Evaluation(program, depth).run(nodes, dot);
}

class Evaluation {
  readonly #program: Program;
  readonly #depth: number;
  readonly #expressions: Expressions;
  readonly #output: string[] = [];
  #frame: Frame = { variables: [] };

  constructor(program: Program, depth: number) {
    this.#program = program;
    this.#depth = depth;
    this.#expressions = new Expressions(program);
  }

  run(nodes: readonly Node[], dot: Value): string {
    this.#frame = { variables: [{ name: '$', value: dot }] };
    this.#list(nodes, dot);
    return this.#output.join('');
  }

  #list(nodes: readonly Node[], dot: Value): Ending {
    for (const node of nodes) {
      const ending = this.#node(node, dot);
      if (ending !== undefined) return ending;
    }
    return undefined;
  }

  #node(node: Node, dot: Value): Ending {
    this.#guard(node, () => this.#program.budget.step());
    switch (node.type) {
      case 'text':
        this.#write(node, node.text);
        return undefined;
      case 'action': {
        const value = this.#expressions.pipeline(node.pipeline, dot, this.#frame);
        if (node.pipeline.variables.length > 0) return undefined;
        this.#write(
          node,
          this.#guard(node, () => (value === undefined ? '<no value>' : print([value]))),
        );
        return undefined;
      }
      case 'break':
      case 'continue':
        return node.type;
      case 'template':
        this.#template(node, dot);
        return undefined;
      default:
        return this.#scoped(() => (node.type === 'range' ? this.#range(node, dot) : this.#choice(node, dot)));
    }
  }

  #choice(node: Branch, dot: Value): Ending {
    const value = this.#expressions.pipeline(node.pipeline, dot, this.#frame);
    if (isTrue(value)) return this.#list(node.body, node.type === 'with' ? value : dot);
    return this.#list(node.otherwise ?? [], dot);
  }

  #template(node: Extract<Node, { type: 'template' }>, dot: Value): void {
    const nodes = this.#program.definitions.get(node.name);
    const fail = (message: string) => this.#expressions.fail(node.position, message);
    if (nodes === undefined) throw fail(`there is no template ${JSON.stringify(node.name)}`);
    if (this.#depth >= deepestCall) throw fail('templates call each other without an end');
    const data = node.pipeline && this.#expressions.pipeline(node.pipeline, dot, this.#frame);
    this.#write(node, evaluate(this.#program, nodes, data, this.#depth + 1));
  }

  #range(node: Branch, dot: Value): Ending {
    const value = this.#expressions.pipeline(node.pipeline, dot, this.#frame);
    const scope = this.#frame.variables.length;
    let ran = false;
    for (const [key, element] of this.#iterate(node, value)) {
      ran = true;
      this.#guard(node, () => this.#program.budget.step());
      this.#setLoopVariables(node, key, element, scope);
      const ending = this.#list(node.body, element);
      this.#frame.variables.length = scope;
      if (ending === 'break') break;
    }
    return ran ? undefined : this.#list(node.otherwise ?? [], dot);
  }

  *#iterate(node: Branch, value: Value): Iterable<readonly [Value, Value]> {
    const count = integerOf(value);
    if (value === undefined || value === null) return;
    if (value instanceof Slice) {
      for (const [index, item] of value.items.entries()) yield [BigInt(index), item];
    } else if (value instanceof Dict) {
      for (const key of value.sortedKeys()) yield [key, value.entries.get(key)];
    } else if (count !== undefined) {
      if (node.pipeline.variables.length > 1) {
        throw this.#expressions.fail(node.pipeline.position, 'range over a number sets one variable only');
      }
      // The counter keeps the type of the number.
      for (let index = 0n; index < count; index += 1n) yield [undefined, index];
    } else {
      throw this.#expressions.fail(
        node.pipeline.position,
        `range cannot go over ${JSON.stringify(print([value]))}`,
      );
    }
  }

  /** The last variable is the element; with two, the first is the index or key. */
  #setLoopVariables({ pipeline }: Branch, key: Value, element: Value, scope: number): void {
    const { variables } = this.#frame;
    const values = pipeline.variables.length > 1 ? [key, element] : [element];
    for (const [index, name] of pipeline.variables.entries()) {
      const known = pipeline.assigns
        ? variables.findLast((variable) => variable.name === name)
        : variables[scope - pipeline.variables.length + index];
      if (known !== undefined) known.value = values[index];
    }
  }

  /** Variables that are made inside go out of scope at the end. */
  #scoped(work: () => Ending): Ending {
    const scope = this.#frame.variables.length;
    const ending = work();
    this.#frame.variables.length = scope;
    return ending;
  }

  #write(node: Node, text: string): void {
    this.#guard(node, () => this.#program.budget.write(text));
    this.#output.push(text);
  }

  #guard<T>(node: Node, work: () => T): T {
    return this.#expressions.guard(node.position, work);
  }
}
