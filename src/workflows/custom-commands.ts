import type { Place } from '../domain/problem.ts';
import { type MapValue, textOf, toPlain, type Value, valueAt } from '../domain/value.ts';
import { invalid, readStep, refuse, type Step, texts } from './step.ts';

/** A command that a project defines under `commands:` of atmos.yaml. */
export interface CustomCommand {
  /** The words that call it. */
  readonly path: readonly string[];
  readonly description?: string;
  readonly arguments: readonly CustomArgument[];
  readonly flags: readonly CustomFlag[];
  readonly variables: readonly CustomVariable[];
  /** The component whose sections templates see: its name and its stack, both templates. */
  readonly component?: { readonly component: string; readonly stack: string; readonly at: Place };
  readonly identity?: string;
  readonly workingDirectory?: string;
  readonly verbose: boolean;
  /** Another name of a command that help shows already. */
  readonly alias: boolean;
  /** False for one that only holds others. */
  readonly runs: boolean;
  readonly definition: MapValue;
}

export interface CustomArgument {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
  readonly usual?: string;
}

export interface CustomFlag extends CustomArgument {
  readonly short?: string;
  readonly type: 'text' | 'truth';
}

/** A variable for the steps: a template, or a command whose output it is. */
export interface CustomVariable {
  readonly key: string;
  readonly value?: string;
  readonly valueCommand?: string;
  readonly at: Place;
}

// Each changes what runs, or with which programs.
const notDone: readonly string[] = ['dependencies', 'container', 'needs'];

/** Every custom command of a merged configuration, nested ones by their whole path; of two with one path, the first. */
export function customCommands(config: MapValue): readonly CustomCommand[] {
  const found = new Map<string, CustomCommand>();
  const visit = (list: Value | undefined, above: readonly string[], hidden: boolean): void => {
    for (const value of list?.type === 'list' ? list.items : []) {
      const name = textOf(valueAt(value, 'name'))?.trim();
      if (value.type !== 'map' || !name) continue;
      for (const [index, word] of [name, ...namesIn(valueAt(value, 'aliases'))].entries()) {
        const path = [...above, ...word.split(/\s+/)];
        const alias = hidden || index > 0;
        const key = path.join(' ');
        if (!found.has(key)) found.set(key, readCommand(value, path, alias));
        visit(valueAt(value, 'commands'), path, alias);
      }
    }
  };
  visit(valueAt(config, 'commands'), [], false);
  return [...found.values()];
}

/**
 * The steps of a command, text being for the shell. Throws Problem `workflow-invalid` where there are none, and
 * `construct-not-supported`.
 */
export function stepsOf({ definition, path }: CustomCommand): readonly Step[] {
  const steps = valueAt(definition, 'steps');
  refuse(definition, notDone, `of the command ${path.join(' ')}`);
  if (steps?.type !== 'list' || steps.items.length === 0)
    throw invalid(`The command ${path.join(' ')} has no steps.`, 'Write them under steps:.', definition.at);
  return steps.items.map((step, index) => readStep(step, index, 'shell'));
}

function readCommand(value: MapValue, path: readonly string[], alias: boolean): CustomCommand {
  const description = textOf(valueAt(value, 'description'));
  const config = valueAt(value, 'component_config');
  const { identity, workingDirectory } = texts(value);
  const steps = valueAt(value, 'steps');
  return {
    path,
    alias,
    ...(description && { description }),
    arguments: maps(valueAt(value, 'arguments')).map(readArgument),
    flags: maps(valueAt(value, 'flags')).map(readFlag),
    variables: maps(valueAt(value, 'env')).map(readVariable),
    ...(config?.type === 'map' && {
      component: {
        component: scalarText(valueAt(config, 'component')) ?? '',
        stack: scalarText(valueAt(config, 'stack')) ?? '',
        at: config.at,
      },
    }),
    ...(identity && { identity }),
    ...(workingDirectory && { workingDirectory }),
    verbose: isTrue(valueAt(value, 'verbose')),
    runs: steps !== undefined || valueAt(value, 'commands') === undefined,
    definition: value,
  };
}

function readArgument(value: MapValue): CustomArgument {
  const description = textOf(valueAt(value, 'description'));
  const usual = scalarText(valueAt(value, 'default'));
  return {
    name: scalarText(valueAt(value, 'name')) ?? '',
    ...(description && { description }),
    required: isTrue(valueAt(value, 'required')),
    ...(usual !== undefined && { usual }),
  };
}

function readFlag(value: MapValue): CustomFlag {
  const short = scalarText(valueAt(value, 'shorthand'));
  const type = textOf(valueAt(value, 'type'));
  return {
    ...readArgument(value),
    ...(short && { short }),
    type: type === 'bool' || type === 'boolean' ? 'truth' : 'text',
  };
}

function readVariable(value: MapValue): CustomVariable {
  // Keys of the configuration are in lower case.
  const [text, command] = ['value', 'valuecommand'].map((key) => scalarText(valueAt(value, key)));
  return {
    key: scalarText(valueAt(value, 'key')) ?? '',
    ...(text !== undefined && { value: text }),
    ...(command && { valueCommand: command }),
    at: value.at,
  };
}

const maps = (list: Value | undefined): readonly MapValue[] =>
  list?.type === 'list' ? list.items.filter((item) => item.type === 'map') : [];

const namesIn = (list: Value | undefined): readonly string[] =>
  list?.type === 'list' ? list.items.flatMap((item) => scalarText(item) ?? []) : [];

function scalarText(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const plain = toPlain(value);
  return plain === null || typeof plain === 'object' ? undefined : String(plain);
}

const isTrue = (value: Value | undefined): boolean => value?.type === 'scalar' && value.data === true;
