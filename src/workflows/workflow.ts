import { Problem } from '../domain/problem.ts';
import { type MapValue, type Value, valueAt } from '../domain/value.ts';
import { invalid, readStep, refuse, type Step, texts } from './step.ts';
import type { WorkflowFile } from './workflow-files.ts';

/** A workflow as its file says it. */
export interface Workflow {
  readonly name: string;
  /** The file's path below workflows.base_path. */
  readonly file: string;
  readonly stack?: string;
  readonly workingDirectory?: string;
  readonly env?: MapValue;
  readonly steps: readonly Step[];
}

// `description`, `output` and `show` say only how a run is shown.
const notDone: readonly string[] = ['dependencies', 'container', 'inputs', 'needs'];

/** The files that have a workflow of this name. */
export const filesWith = (files: readonly WorkflowFile[], name: string): readonly WorkflowFile[] =>
  files.filter(({ workflows }) => workflows.entries.has(name));

/** The file that `-f` names: its path below workflows.base_path, with or without its ending. */
export const fileNamed = (files: readonly WorkflowFile[], typed: string): WorkflowFile | undefined =>
  ['', '.yaml', '.yml']
    .map((ending) => files.find(({ name }) => name === `${typed.replace(/^\.\//, '')}${ending}`))
    .find((file) => file !== undefined);

/**
 * Reads a workflow of a file. Throws Problem `workflow-not-found`, `workflow-invalid` where it has no steps or a faulty
 * one, and `construct-not-supported`.
 */
export function readWorkflow({ name: file, workflows }: WorkflowFile, name: string): Workflow {
  const value = workflows.entries.get(name);
  if (value === undefined)
    throw new Problem({
      code: 'workflow-not-found',
      message: `${file} has no workflow "${name}".`,
      hint: `It has ${[...workflows.entries.keys()].sort().join(', ')}.`,
    });
  const steps = valueAt(value, 'steps');
  if (value.type !== 'map' || steps?.type !== 'list' || steps.items.length === 0)
    throw invalid(`The workflow ${name} has no steps.`, 'Write them as a list under steps:.', value.at);
  refuse(value, notDone, `of workflow ${name}`);
  const { stack, workingDirectory } = texts(value);
  const env = valueAt(value, 'env');
  return {
    name,
    file,
    ...(stack && { stack }),
    ...(workingDirectory && { workingDirectory }),
    ...(env?.type === 'map' && { env }),
    steps: steps.items.map((step: Value, index: number) => readStep(step, index, 'atmos')),
  };
}

/** The steps from a named one on. Throws Problem `usage` where none is called so. */
export function stepsFrom({ name, steps }: Workflow, from: string | undefined): readonly Step[] {
  if (from === undefined) return steps;
  const index = steps.findIndex((step) => step.name === from);
  if (index !== -1) return steps.slice(index);
  throw new Problem({
    code: 'usage',
    message: `The workflow ${name} has no step "${from}".`,
    hint: `Its steps are ${steps.map((step) => step.name).join(', ')}.`,
  });
}
