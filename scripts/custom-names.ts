import { chosenProject, type ProjectChoice } from '../src/flows/chosen-project.ts';
import { type CompletionName, completionNames } from '../src/flows/completion-names.ts';
import type { World } from '../src/ports.ts';
import type { CustomCommand, CustomFlag } from '../src/workflows/custom-commands.ts';
import { addedCommands } from './grammar/custom-verb.ts';
import { verbs } from './grammar/verbs.ts';

/** What a project is asked for where a custom command calls its argument or flag so. */
const sources: ReadonlyMap<string, string> = new Map([
  ['account', 'accounts'],
  ['component', 'components'],
  ['identity', 'identities'],
  ['profile', 'profiles'],
  ['stack', 'stacks'],
]);

/**
 * What may stand at the end of a command line that calls a custom command: `typed` are the words behind the program, the last
 * one as far as it was typed. Throws what `completionNames` throws.
 */
export function customNames(
  world: World,
  folder: string,
  choice: ProjectChoice,
  typed: readonly string[],
): readonly CompletionName[] {
  const words = typed.slice(0, -1);
  const begun = typed.at(-1) ?? '';
  const commands = addedCommands(chosenProject(world, folder, choice), verbs).filter(({ alias }) => !alias);
  const next = commands
    .filter(({ path }) => path.length > words.length && words.every((word, index) => path[index] === word))
    .map(({ path, description = '' }) => ({
      name: path[words.length] as string,
      brief: path.length === words.length + 1 ? description : '',
    }));
  // A group says more of itself than those within it.
  if (next.length > 0) return [...new Map(next.reverse().map((one) => [one.name, one])).values()].reverse();
  const [command] = commands
    .filter(({ path, runs }) => runs && path.every((word, index) => words[index] === word))
    .sort((a, b) => b.path.length - a.path.length);
  if (command === undefined) return [];
  const { waiting, given, stack } = placeIn(command, words.slice(command.path.length));
  const named = (name: string | undefined) => {
    const source = sources.get(name ?? '');
    return source === undefined
      ? []
      : completionNames(world, folder, source, choice, { ...(stack && { stack }) });
  };
  if (waiting !== undefined) return named(waiting);
  if (begun.startsWith('-')) return command.flags.map(flagName);
  return named(command.arguments[given]?.name);
}

const flagName = ({ name, description = '' }: CustomFlag): CompletionName => ({
  name: `--${name}`,
  brief: description,
});

/** Where the end of the line is: a flag that waits for its value, how many arguments came before, and the stack that was said. */
function placeIn(
  { flags }: CustomCommand,
  words: readonly string[],
): { readonly waiting: string | undefined; readonly given: number; readonly stack: string | undefined } {
  let [waiting, stack]: (string | undefined)[] = [];
  let given = 0;
  for (const word of words) {
    const [flag, value] = word.startsWith('-') ? word.split('=', 2) : [];
    const known = flags.find(({ name, short }) => flag === `--${name}` || flag === `-${short}`);
    if (waiting === 'stack') stack = word;
    else if (known?.name === 'stack' && value !== undefined) stack = value;
    if (waiting !== undefined) waiting = undefined;
    else if (flag === undefined) given += 1;
    else waiting = value === undefined && known?.type === 'text' ? known.name : undefined;
  }
  return { waiting, given, stack };
}
