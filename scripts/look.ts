import type { Problem } from '../src/domain/problem.ts';
import type { StackSettings } from '../src/domain/project.ts';
import type { Value } from '../src/domain/value.ts';
import { chosenProject, type ProjectChoice } from '../src/flows/chosen-project.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { observe } from '../src/flows/observe.ts';
import { textQuestion } from '../src/flows/questions.ts';
import { keepAnswer, suspending, withoutEffects } from '../src/flows/remember.ts';
import { remoteEffects } from '../src/flows/remote-effects.ts';
import { withIndex } from '../src/flows/stack-index.ts';
import { toldReading } from '../src/flows/told-reading.ts';
import type { World } from '../src/ports.ts';
import { runQuery } from '../src/query/run-query.ts';
import type { EvaluationOptions } from '../src/stacks/component-sections.ts';
import { type Call, textFlag, textsFlag, toggled } from './grammar/verb.ts';
import { type DataFormat, dataText } from './speak/data.ts';
import { warningText } from './speak/warnings.ts';
import { projectFlags, type VerbContext } from './verb-context.ts';

/** What a look at the project found, and what was odd about it. */
export interface Seen<T> {
  readonly found: T;
  readonly warnings?: readonly Problem[];
  /** The folder that places are told from. */
  readonly root: string | undefined;
}

/** What a verb that looks is made of. */
interface Look<T> {
  /** Said with the progress of a long look. */
  readonly what: string;
  /** The pure question; it may be asked several times. */
  see(world: World): Seen<T>;
  speak(found: T, root: string | undefined): string | Promise<string>;
  /** Whether the text is kept for the next time: then nothing was odd, and nothing was run to find it. */
  readonly remembered?: boolean;
}

/** Looks, tells what was odd, and prints; the number is how many oddities there were. Throws the Problems of the look. */
export async function look<T>(
  { call, ports, print }: VerbContext,
  { what, see, speak, remembered = false }: Look<T>,
): Promise<number> {
  const reading = toldReading(ports, what);
  const observer = observe(reading.files, ports.environment, ports.clock);
  const told = withIndex({ ...ports, files: reading.files }, observer);
  const { files, environment, index } = told;
  const pure = withoutEffects(() => see({ files, environment, index, effects: suspending }), reading.done);
  const seen = pure?.answer ?? (await fetching(see).finally(reading.done));
  index.keep();
  const { found, warnings = [], root } = seen;
  for (const warning of warnings) ports.terminal.say(warningText(warning, root));
  const text = await speak(found, root);
  if (remembered && pure !== undefined && warnings.length === 0)
    keepAnswer(ports, textQuestion(ports.here.folder, call), observer, text);
  print(text);
  return warnings.length;

  function fetching(question: (world: World) => Seen<T>): Promise<Seen<T>> {
    const known = new Map();
    const project = () =>
      evaluated(
        told,
        (world) => chosenProject(world, ports.here.folder, projectChoice(call)),
        undefined,
        known,
      );
    return evaluated(told, question, remoteEffects(told, { project }), known);
  }
}

/** Prints what --query finds, or everything, in the form that --format says. */
export async function spoken(call: Call, value: Value): Promise<string> {
  const query = textFlag(call, 'query');
  return dataText(query === undefined ? value : await runQuery(value, query), formatOf(call));
}

export const formatOf = (call: Call): DataFormat => (textFlag(call, 'format') ?? 'yaml') as DataFormat;

/** The flags that choose a project, for verbs that look at stacks. */
export function projectChoice(call: Call): ProjectChoice {
  const listMerge = textFlag(call, 'settings-list-merge-strategy') as StackSettings['listMerge'] | undefined;
  return { ...projectFlags(call), ...(listMerge !== undefined && { listMerge }) };
}

/** The flags that say how values are worked out. */
export function evaluationFlags(call: Call): EvaluationOptions {
  const [processTemplates, processFunctions, skip] = [
    toggled(call, 'process-templates'),
    toggled(call, 'process-functions'),
    textsFlag(call, 'skip'),
  ];
  return {
    ...(processTemplates !== undefined && { processTemplates }),
    ...(processFunctions !== undefined && { processFunctions }),
    ...(skip !== undefined && { skip }),
    ...(textFlag(call, 'error-mode') === 'strict' && { strict: true }),
  };
}
