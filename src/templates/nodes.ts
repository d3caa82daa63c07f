import type { NumberConstant } from './numbers.ts';

/** What a template is made of. `position` counts from the beginning of the source. */
export type Node =
  | { readonly type: 'text'; readonly text: string; readonly position: number }
  | { readonly type: 'action'; readonly pipeline: Pipeline; readonly position: number }
  | Branch
  | { readonly type: 'break' | 'continue'; readonly position: number }
  | {
      readonly type: 'template';
      readonly name: string;
      readonly pipeline?: Pipeline | undefined;
      readonly position: number;
    };

export interface Branch {
  readonly type: 'if' | 'with' | 'range';
  readonly pipeline: Pipeline;
  readonly body: readonly Node[];
  readonly otherwise?: readonly Node[] | undefined;
  readonly position: number;
}

/** Commands joined by `|`, whose value may be given to variables. */
export interface Pipeline {
  readonly type: 'pipeline';
  readonly variables: readonly string[];
  /** `=` gives a new value to variables that exist, `:=` makes them. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
  readonly position: number;
}

/** An operand with its arguments. */
export interface Command {
  readonly operands: readonly [Operand, ...Operand[]];
  readonly position: number;
}

export type Operand =
  | { readonly type: 'dot' | 'nil'; readonly position: number }
  | { readonly type: 'field'; readonly names: readonly string[]; readonly position: number }
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly names: readonly string[];
      readonly position: number;
    }
  | { readonly type: 'function'; readonly name: string; readonly position: number }
  | {
      readonly type: 'chain';
      readonly base: Operand;
      readonly names: readonly string[];
      readonly position: number;
    }
  | { readonly type: 'boolean'; readonly value: boolean; readonly position: number }
  | {
      readonly type: 'number';
      readonly number: NumberConstant;
      readonly source: string;
      readonly position: number;
    }
  | { readonly type: 'string'; readonly text: string; readonly source: string; readonly position: number }
  | Pipeline;

/** An operand as a person would write it, for messages. */
export function describeOperand(operand: Operand): string {
  switch (operand.type) {
    case 'dot':
      return '.';
    case 'field':
      return `.${operand.names.join('.')}`;
    case 'variable':
      return [operand.name, ...operand.names].join('.');
    case 'function':
      return operand.name;
    case 'chain':
      return `${describeOperand(operand.base)}.${operand.names.join('.')}`;
    case 'boolean':
      return String(operand.value);
    case 'number':
    case 'string':
      return operand.source;
    case 'pipeline':
      return '(…)';
    default:
      return operand.type;
  }
}
