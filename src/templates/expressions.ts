import type { Problem } from '../domain/problem.ts';
import { checkArgument, literalArgument, untypedNumber } from './arguments.ts';
import { type Origin, templateProblem } from './failure.ts';
import { Fault, NotOffered } from './fault.ts';
import { type Budget, checkText } from './limits.ts';
import { Namespace } from './namespace.ts';
import type { Command, Node, Operand, Pipeline } from './nodes.ts';
import { adopt, toPlain } from './plain.ts';
import { isTrue, typeName } from './types.ts';
import { Dict, GoObject, type ParameterType, type TemplateFunction, type Value } from './values.ts';

/** A template that is ready to run. */
export interface Program {
  readonly origin: Origin;
  readonly definitions: ReadonlyMap<string, readonly Node[]>;
  readonly missingKey: 'default' | 'error' | 'zero';
  readonly budget: Budget;
  function(name: string): TemplateFunction | undefined;
  /** Whether `and` and `or` are the language's own, which look at no more arguments than they need. */
  isBuiltin(name: string): boolean;
}

/** The variables in scope, innermost last. */
export interface Frame {
  readonly variables: { readonly name: string; value: Value }[];
}

/** What comes through the pipe into a command; nothing for the first one. */
type Piped = { readonly value: Value } | undefined;

/** Computes pipelines. Their faults become Problems at the place of what was computed last. */
export class Expressions {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  pipeline(pipeline: Pipeline, dot: Value, frame: Frame): Value {
    let piped: Piped;
    for (const command of pipeline.commands) {
      // A nil that comes out of a command has lost its type and with it what it was: it is no value.
      piped = { value: this.#command(command, dot, frame, piped) ?? undefined };
    }
    const value = piped?.value;
    for (const name of pipeline.variables) {
      if (!pipeline.assigns) frame.variables.push({ name, value });
      else this.#variable(name, pipeline.position, frame).value = value;
    }
    return value;
  }

  /** The Problem of a fault at a position. */
  fail(position: number, message: string): Problem {
    return templateProblem(this.#program.origin, position, message);
  }

  /** What `work` returns; its Faults become Problems, and whatever else it throws stays as it is. */
  guard<T>(position: number, work: () => T, name?: string): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const message = name === undefined ? error.message : `${name}: ${error.message}`;
      const code = error instanceof NotOffered ? 'construct-not-supported' : 'template-invalid';
      throw templateProblem(this.#program.origin, position, message, code);
    }
  }

  #command({ operands }: Command, dot: Value, frame: Frame, piped: Piped): Value {
    const [first, ...others] = operands;
    switch (first.type) {
      case 'field':
      case 'chain':
      case 'function':
        return this.#operand(first, dot, frame, others, piped);
      case 'variable':
        if (first.names.length > 0) return this.#operand(first, dot, frame, others, piped);
    }
    if (others.length > 0 || piped !== undefined)
      throw this.fail(first.position, 'only functions take arguments');
    if (first.type === 'nil') throw this.fail(first.position, 'nil is no command');
    return this.#operand(first, dot, frame, [], undefined);
  }

  #operand(operand: Operand, dot: Value, frame: Frame, args: readonly Operand[], piped: Piped): Value {
    switch (operand.type) {
      case 'dot':
        return dot;
      case 'field':
        return this.#fields(dot, operand, operand.names, dot, frame, args, piped);
      case 'variable': {
        const { value } = this.#variable(operand.name, operand.position, frame);
        return this.#fields(value, operand, operand.names, dot, frame, args, piped);
      }
      case 'chain': {
        if (operand.base.type === 'nil') throw this.fail(operand.position, 'nil has no fields');
        const base = this.#operand(operand.base, dot, frame, [], undefined);
        return this.#fields(base, operand, operand.names, dot, frame, args, piped);
      }
      case 'function':
        return this.#function(operand.name, operand.position, dot, frame, args, piped);
      case 'pipeline':
        return this.pipeline(operand, dot, frame);
      case 'number':
        return this.guard(operand.position, () => untypedNumber(operand));
      default:
        return this.guard(operand.position, () => literalArgument(operand, 'any'));
    }
  }

  #variable(name: string, position: number, frame: Frame): { value: Value } {
    const variable = frame.variables.findLast((candidate) => candidate.name === name);
    if (variable === undefined) throw this.fail(position, `the variable ${name} is not defined here`);
    return variable;
  }

  /** Walks along `.a.b.c`; arguments go to the last one. */
  #fields(
    start: Value,
    operand: Operand,
    names: readonly string[],
    dot: Value,
    frame: Frame,
    args: readonly Operand[],
    piped: Piped,
  ): Value {
    let receiver = start;
    for (const [index, name] of names.entries()) {
      const last = index === names.length - 1;
      receiver = this.#field(receiver, name, operand, dot, frame, last ? args : [], last ? piped : undefined);
    }
    return receiver;
  }

  #field(
    receiver: Value,
    name: string,
    { position }: Operand,
    dot: Value,
    frame: Frame,
    args: readonly Operand[],
    piped: Piped,
  ): Value {
    if (receiver === undefined) {
      if (this.#program.missingKey === 'error') throw this.#missing(name, position);
      return undefined;
    }
    if (receiver === null) throw this.fail(position, `cannot take .${name} of nil`);
    if (receiver instanceof GoObject) {
      const member = receiver.member(name);
      if (member === undefined) throw this.fail(position, noMember(receiver, name));
      if ('method' in member) return this.#call(name, member.method, position, dot, frame, args, piped);
      if (args.length > 0 || piped)
        throw this.fail(position, `${name} is no function and takes no arguments`);
      return member.field;
    }
    if (!(receiver instanceof Dict)) {
      throw this.fail(position, `cannot take .${name} of a value of type ${typeName(receiver)}`);
    }
    if (args.length > 0 || piped) throw this.fail(position, `${name} is no function and takes no arguments`);
    if (receiver.entries.has(name)) return receiver.entries.get(name);
    if (this.#program.missingKey === 'error') throw this.#missing(name, position);
    if (this.#program.missingKey === 'default') return undefined;
    return receiver.element === 'string' ? '' : null;
  }

  #missing(name: string, position: number): Problem {
    return this.fail(position, `there is no value for the key ${JSON.stringify(name)}`);
  }

  #function(
    name: string,
    position: number,
    dot: Value,
    frame: Frame,
    args: readonly Operand[],
    piped: Piped,
  ): Value {
    if ((name === 'and' || name === 'or') && this.#program.isBuiltin(name)) {
      return this.#shortCircuit(name, position, dot, frame, args, piped);
    }
    const found = this.#program.function(name);
    if (found === undefined) throw this.fail(position, `there is no function ${name}`);
    return this.#call(name, found, position, dot, frame, args, piped);
  }

  #shortCircuit(
    name: 'and' | 'or',
    position: number,
    dot: Value,
    frame: Frame,
    args: readonly Operand[],
    piped: Piped,
  ): Value {
    if (args.length === 0 && piped === undefined)
      throw this.fail(position, `wrong number of arguments for ${name}`);
    let value: Value;
    for (const arg of args) {
      value = this.#argument(arg, 'any', dot, frame);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return piped === undefined ? value : piped.value;
  }

  #call(
    name: string,
    callee: TemplateFunction,
    position: number,
    dot: Value,
    frame: Frame,
    operands: readonly Operand[],
    piped: Piped,
  ): Value {
    this.guard(position, () => this.#program.budget.step());
    const plain = typeof callee === 'function';
    const parameters = plain ? [] : callee.parameters;
    const rest = plain ? 'any' : callee.rest;
    const count = operands.length + (piped === undefined ? 0 : 1);
    if (count < parameters.length || (rest === undefined && count > parameters.length)) {
      const wanted = `${rest === undefined ? '' : 'at least '}${parameters.length}`;
      throw this.fail(position, `wrong number of arguments for ${name}: ${wanted} wanted, ${count} given`);
    }
    const typeAt = (index: number): ParameterType => parameters[index] ?? rest ?? 'any';
    const args = operands.map((operand, index) => this.#argument(operand, typeAt(index), dot, frame));
    if (piped !== undefined) {
      args.push(this.guard(position, () => checkArgument(piped.value, typeAt(operands.length)), name));
    }
    const call = () => (plain ? adopt(callee(...args.map(toPlain))) : callee.call(args));
    const value = this.guard(position, call, name);
    if (typeof value === 'string') this.guard(position, () => checkText(value.length), name);
    return value;
  }

  #argument(operand: Operand, type: ParameterType, dot: Value, frame: Frame): Value {
    if (['nil', 'boolean', 'string', 'number'].includes(operand.type)) {
      return this.guard(operand.position, () => literalArgument(operand, type));
    }
    const value = this.#operand(operand, dot, frame, [], undefined);
    return this.guard(operand.position, () => checkArgument(value, type));
  }
}

function noMember(receiver: GoObject, name: string): string {
  const near = receiver instanceof Namespace ? receiver.near(name) : undefined;
  return `${receiver.type} has no ${name}${near === undefined ? '' : `; did you mean ${near}?`}`;
}
