import type { Project } from '../../src/domain/project.ts';
import { terraformSubcommands } from '../../src/terraform/subcommands.ts';
import { type CustomCommand, type CustomFlag, customCommands } from '../../src/workflows/custom-commands.ts';
import { identity, profile } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

/** What a custom command takes, as one of our own verbs would say it. */
export function customVerb(command: CustomCommand): Verb {
  const own = new Set(command.flags.flatMap(({ name, short }) => [name, ...(short ? [short] : [])]));
  const { short: _, ...longIdentity } = identity;
  return {
    path: command.path,
    brief: (command.description ?? `A command of this project`).replace(/\.$/, ''),
    words: command.arguments.map(({ name, description, required, usual }) => ({
      name,
      brief: withUsual(description, usual),
      ...((!required || usual !== undefined) && { optional: true }),
    })),
    flags: {
      ...(!own.has('identity') && { identity: own.has('i') ? longIdentity : identity }),
      ...(!own.has('profile') && { profile }),
      ...Object.fromEntries(command.flags.map((flag) => [flag.name, flagOf(flag)])),
    },
    examples: [],
    ...(command.alias && { hidden: true }),
  };
}

function flagOf({ type, short, description, usual }: CustomFlag): Flag {
  return {
    type: type === 'truth' ? 'toggle' : 'text',
    ...(short && { short }),
    brief: withUsual(description, usual),
    mayBeEmpty: true,
  };
}

const withUsual = (description = '', usual?: string): string =>
  usual ? `${description} (${usual})`.trim() : description;

/**
 * Whether one of our own verbs takes a command line for certain. A custom command never replaces one, and adds to
 * groups: also to `terraform`, which itself takes only what Terraform and Atmos know.
 */
export function isBuiltIn(verbs: readonly Verb[], [first = '', second = '']: readonly string[]): boolean {
  if (first.startsWith('-')) return true;
  const fitting = verbs.filter(({ path }) => path[0] === first && (path.length === 1 || path[1] === second));
  if (fitting.length === 0) return false;
  if (fitting.some(({ path }) => path.length > 1)) return true;
  const takesOthers = fitting.some(({ words }) => words[0]?.name === 'subcommand');
  return !takesOthers || second === '' || second.startsWith('-') || terraformSubcommands.has(second);
}

/** The custom commands that neither are nor hold one of our own verbs. */
export const addedCommands = ({ config }: Project, verbs: readonly Verb[]): readonly CustomCommand[] =>
  customCommands(config).filter(
    ({ path }) =>
      !isBuiltIn(verbs, path) &&
      !verbs.some((verb) => path.every((word, index) => verb.path[index] === word)),
  );
