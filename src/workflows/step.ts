import { type Place, Problem } from '../domain/problem.ts';
import { type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { type Retry, readRetry } from './retry.ts';

/** One step of a workflow or of a custom command, as it is written. */
export interface Step {
  readonly name: string;
  /** `atmos` is a command line of this program, `shell` one of bash. */
  readonly type: 'atmos' | 'shell';
  readonly command: string;
  readonly stack?: string;
  readonly identity?: string;
  readonly workingDirectory?: string;
  /** Variables by name, functions not worked out yet. */
  readonly env?: MapValue;
  readonly retry: Retry;
  /** After what it runs: success of all before it, failure of one, or both. */
  readonly when: 'success' | 'failure' | 'always';
  /** Its failure stops nothing and is none of the whole. */
  readonly continue: boolean;
  readonly at: Place;
}

// What these keys ask for changes what runs, and nobody does it here yet.
const notDone: readonly string[] = [
  ...['needs', 'inputs', 'artifacts', 'preconditions', 'outputs', 'script', 'interpreter', 'timeout'],
  ...['container', 'dependencies', 'matrix', 'steps'],
];

/**
 * Reads a step; `index` counts from 0 and makes up the name where there is none, as in Atmos. Text is a shell command.
 * Throws Problem `workflow-invalid`, and `construct-not-supported` for a type or a key that nobody does here yet.
 */
export function readStep(value: Value, index: number, usualType: Step['type']): Step {
  const name = textOf(valueAt(value, 'name')) || `step${index + 1}`;
  const plain = {
    name,
    retry: readRetry(undefined),
    when: 'success',
    continue: false,
    at: value.at,
  } as const;
  const text = textOf(value);
  if (text !== undefined) return { ...plain, type: usualType, command: text };
  if (value.type !== 'map')
    throw invalid(`Step ${index + 1} must be a map with a command.`, 'Write command: … in it.', value.at);
  const type = valueAt(value, 'type');
  const typeName = type === undefined ? usualType : textOf(type);
  if (typeName !== 'atmos' && typeName !== 'shell')
    throw notSupported(`A step of type ${JSON.stringify(typeName)}`, (type as Value).at);
  refuse(value, notDone, `of step ${name}`);
  const command = textOf(valueAt(value, 'command'));
  if (command === undefined || command.trim() === '')
    throw invalid(`Step ${name} has no command.`, 'Write command: … in it.', value.at);
  const env = valueAt(value, 'env');
  return {
    ...plain,
    type: typeName,
    command,
    ...texts(value),
    ...(env?.type === 'map' && { env }),
    retry: readRetry(valueAt(value, 'retry')),
    when: whenOf(valueAt(value, 'when')),
    continue: isTrue(valueAt(value, 'continue')),
  };
}

/** Throws Problem `construct-not-supported` where one of these keys is there. */
export function refuse(value: MapValue, keys: readonly string[], where: string): void {
  for (const key of keys) {
    const entry = value.entries.get(key);
    if (entry !== undefined) throw notSupported(`"${key}" ${where}`, entry.at);
  }
}

/** The texts of a step or a workflow that say where and as whom. */
export function texts(value: Value): Pick<Step, 'stack' | 'identity' | 'workingDirectory'> {
  const [stack, identity, workingDirectory] = ['stack', 'identity', 'working_directory'].map((key) =>
    textOf(valueAt(value, key)),
  );
  return {
    ...(stack && { stack }),
    ...(identity && { identity }),
    ...(workingDirectory && { workingDirectory }),
  };
}

function whenOf(value: Value | undefined): Step['when'] {
  if (value === undefined) return 'success';
  const text = textOf(value);
  if (text === 'success' || text === 'failure' || text === 'always') return text;
  throw notSupported('Another "when" than success, failure or always', value.at);
}

function isTrue(value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (value.type === 'scalar' && typeof value.data === 'boolean') return value.data;
  throw notSupported('Another "continue" than true or false', value.at);
}

const notSupported = (what: string, at: Place): Problem =>
  new Problem({
    code: 'construct-not-supported',
    message: `${what} is not supported here yet.`,
    hint: 'Write it as a step of type shell or atmos, or run this one with the atmos program.',
    at,
  });

/** Problem `workflow-invalid`. */
export const invalid = (message: string, hint: string, at: Place): Problem =>
  new Problem({ code: 'workflow-invalid', message, hint, at });
