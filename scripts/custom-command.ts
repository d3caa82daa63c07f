import { isProblem, Problem } from '../src/domain/problem.ts';
import type { Project } from '../src/domain/project.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { runCustomCommand } from '../src/flows/run-custom-command.ts';
import type { Ports } from '../src/ports.ts';
import type { CustomCommand } from '../src/workflows/custom-commands.ts';
import { addedCommands, customVerb } from './grammar/custom-verb.ts';
import { helpOf, overview } from './grammar/help.ts';
import { readCall, usage } from './grammar/read-call.ts';
import { type Call, textFlag, textsFlag, type Verb } from './grammar/verb.ts';
import { verbs } from './grammar/verbs.ts';
import type { VerbContext } from './verb-context.ts';

type Context = Pick<VerbContext, 'ports' | 'print'>;

/** The commands that the project around us defines, as verbs; none where it cannot be read. */
export function customVerbs(ports: Ports): readonly Verb[] {
  return commandsOf(ports)
    .filter(({ runs }) => runs)
    .map(customVerb);
}

/** The same for an overview of everything: a group of commands is one line, and its own help says what is in it. */
export function customOverview(ports: Ports): readonly Verb[] {
  const commands = commandsOf(ports);
  const groups = new Set(commands.flatMap(({ path, runs }) => (runs || path.length > 1 ? [] : path)));
  return commands
    .filter(({ path, runs }) => (path.length === 1 ? true : runs && !groups.has(path[0] as string)))
    .map(customVerb);
}

function commandsOf(ports: Ports): readonly CustomCommand[] {
  try {
    // Nothing runs for help: a configuration that needs a command's output shows none.
    return addedCommands(chosenProject(ports, ports.here.folder, {}), verbs);
  } catch (error) {
    // Help is for whoever looks for a way to put that right, too.
    if (isProblem(error)) return [];
    throw error;
  }
}

/**
 * Runs the custom command that a command line names and returns the exit code; undefined where the project has none such.
 * Throws Problem `verb-not-found` for a word that a group of custom commands does not have, `usage`, and what the
 * command throws.
 */
export async function runCustom(context: Context, argv: readonly string[]): Promise<number | undefined> {
  const { ports, print } = context;
  const found = await findCommand(ports, argv);
  if (found === undefined) return undefined;
  const { project, command, below } = found;
  if (!command.runs) return showGroup(print, command, below, argv);
  const call = readCall([customVerb(command)], argv);
  if (call.help) {
    print(helpOf(call.verb));
    return 0;
  }
  const [identity, profiles] = [ownFlag(command, 'identity'), ownFlag(command, 'profile')];
  const asked = identity ? undefined : textFlag(call, 'identity');
  const chosen = profiles ? undefined : textsFlag(call, 'profile');
  await runCustomCommand(ports, {
    project,
    command,
    words: argv,
    ...givenTo(command, call),
    trailing: call.rest,
    ...(asked !== undefined && { identity: asked }),
    ...(chosen !== undefined && { profiles: chosen }),
  });
  return 0;
}

interface Found {
  readonly project: Project;
  readonly command: CustomCommand;
  /** The commands within it. */
  readonly below: readonly CustomCommand[];
}

// Which commands there are may depend on --profile, and whether --profile is ours depends on the command.
async function findCommand(ports: Ports, argv: readonly string[]): Promise<Found | undefined> {
  const profiles = profilesIn(argv);
  const look = async (flags: { readonly profiles?: readonly string[] }): Promise<Found | undefined> => {
    const project = await evaluated(ports, (world) => chosenProject(world, ports.here.folder, flags));
    const commands = addedCommands(project, verbs);
    const [command] = commands
      .filter(({ path }) => path.every((word, index) => argv[index] === word))
      .sort((a, b) => b.path.length - a.path.length);
    if (command === undefined) return undefined;
    const { length } = command.path;
    const below = commands.filter(
      ({ path }) => path.length > length && command.path.every((word, index) => path[index] === word),
    );
    return { project, command, below };
  };
  const found = await look({});
  if (profiles.length === 0 || (found !== undefined && ownFlag(found.command, 'profile'))) return found;
  return look({ profiles });
}

function profilesIn(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own
    .flatMap((word, index) => {
      if (word === '--profile') return own[index + 1] ?? [];
      return word.startsWith('--profile=') ? word.slice('--profile='.length) : [];
    })
    .flatMap((text) => text.split(','))
    .filter((name) => name !== '');
}

const ownFlag = ({ flags }: CustomCommand, name: string): boolean => flags.some((flag) => flag.name === name);

function givenTo(command: CustomCommand, call: Call) {
  const missing = command.flags.find(
    ({ name, required, usual }) => required && usual === undefined && call.flags[name] === undefined,
  );
  if (missing !== undefined)
    throw usage(call.verb, `${command.path.join(' ')} needs --${missing.name}=VALUE.`);
  return {
    arguments: Object.fromEntries(
      command.arguments.map(({ name, usual = '' }, index) => [name, call.words[index] ?? usual]),
    ),
    flags: Object.fromEntries(
      command.flags.map(({ name, type, usual = '' }) => {
        const text = textFlag(call, name) ?? usual;
        return [name, type === 'truth' ? text === 'true' : text];
      }),
    ),
  };
}

function showGroup(
  print: Context['print'],
  { path }: CustomCommand,
  below: readonly CustomCommand[],
  argv: readonly string[],
): number | undefined {
  const next = argv[path.length];
  const text = overview(below.filter(({ runs }) => runs).map(customVerb));
  if (next === '--help' || next === '-h') {
    print(text);
    return 0;
  }
  throw new Problem({
    code: next === undefined ? 'usage' : 'verb-not-found',
    message:
      next === undefined
        ? `${path.join(' ')} needs another word.`
        : `There is no verb "${[...path, next].join(' ')}".`,
    hint: `${path.join(' ')} knows ${below.map((command) => command.path.slice(path.length).join(' ')).join(', ')}.`,
  });
}
