import { Problem } from '../domain/problem.ts';
import type { Scalar } from '../domain/value.ts';

/** A YAML function as it stands in a file: `!env NAME default` is `env` with the text behind it. */
export interface YamlFunction {
  /** With its exclamation mark. */
  readonly name: string;
  readonly text: string;
}

/** The functions that Atmos has, with their exclamation marks. Any other tag is a fault in the file. */
export const functionNames: readonly string[] = [
  ...['!env', '!exec', '!include', '!include.raw', '!template', '!repo-root', '!git.root', '!git.sha'],
  ...['!git.branch', '!git.ref', '!git.repository', '!git.owner', '!git.name', '!git.host', '!git.url'],
  ...[
    '!literal',
    '!append',
    '!unset',
    '!cwd',
    '!random',
    '!labels',
    '!labels.keys',
    '!labels.values',
    '!tags',
  ],
  ...[
    '!terraform.output',
    '!terraform.state',
    '!store',
    '!store.get',
    '!secret',
    '!version',
    '!cel',
    '!emulator',
  ],
  ...['!aws.account_id', '!aws.caller_identity_arn', '!aws.caller_identity_user_id', '!aws.region'],
  '!aws.organization_id',
];
const known: ReadonlySet<string> = new Set(functionNames);

export const isKnownFunction = (tag: string): boolean => known.has(tag);

/** The function that a scalar calls by its tag, or, as in Atmos, by text that begins with a known one. */
export function functionOf(value: Scalar): YamlFunction | undefined {
  if (value.tag !== undefined) return { name: value.tag, text: String(value.data) };
  if (typeof value.data !== 'string' || !value.data.startsWith('!')) return undefined;
  const [name = ''] = value.data.split(/\s/, 1);
  return known.has(name) ? { name, text: value.data.slice(name.length).trim() } : undefined;
}

/**
 * The value of `!env NAME [default]`: the first of `lookups` that knows the name, else the default, else nothing.
 * Throws Problem `yaml-invalid` for anything but one or two words (a word with spaces stands in quotes).
 */
export function environmentValue(
  value: Scalar,
  text: string,
  lookups: readonly ((name: string) => string | undefined)[],
): string {
  const [name, fallback, ...more] = words(text);
  if (name === undefined || more.length > 0)
    throw new Problem({
      code: 'yaml-invalid',
      message: `!env takes a name and, if need be, one default, but here it has "${text}".`,
      hint: 'Write !env NAME or !env NAME default; a default with spaces stands in quotes.',
      at: value.at,
    });
  for (const lookup of lookups) {
    const found = lookup(name);
    if (found !== undefined) return found;
  }
  return fallback ?? '';
}

function words(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double?.replaceAll('""', '"') ?? single ?? bare ?? '',
  );
}

/** Problem `construct-not-supported`: never skipped in silence, because a skipped construct means a wrong plan. */
export function notSupported(what: string, at: Scalar['at']): Problem {
  return new Problem({
    code: 'construct-not-supported',
    message: `${what} is not supported here yet.`,
    hint: 'Use the atmos program for this one.',
    at,
  });
}
