import type { EnvironmentChange } from '../../src/domain/environment-change.ts';
import { Problem } from '../../src/domain/problem.ts';
import { quoteForShell } from '../../src/domain/shell-word.ts';

/** The forms in which a change of environment can be printed; the first is the default. */
export const environmentFormats: readonly string[] = [
  ...['bash', 'zsh', 'sh', 'fish', 'powershell', 'dotenv', 'env', 'github', 'json'],
];

type Entries = readonly (readonly [name: string, value: string])[];

/**
 * A change of environment in one dialect: what it unsets, then what it sets, each sorted by name. Whatever stands in a
 * value is read back as it is and never run. Throws Problem `auth-config-invalid` for what is no variable's name, and
 * for a value that the dialect cannot hold.
 */
export function environmentText(unsorted: EnvironmentChange, format: string): string {
  const all = Object.entries(unsorted).sort(([a], [b]) => (a < b ? -1 : 1));
  const change = Object.fromEntries(all);
  for (const [name, value] of all) refuseUnusable(name, value);
  const sets = all.filter((entry): entry is [string, string] => entry[1] !== null);
  const unset = all.flatMap(([name, value]) => (value === null ? [name] : []));
  switch (format) {
    case 'fish':
      return fish(change, sets);
    case 'powershell':
      return powershell(sets, unset);
    case 'dotenv':
      return dotenv(change, sets);
    case 'env':
      return lines(sets.map(([name, value]) => `${name}=${oneLine(name, value)}`));
    case 'github':
      return github([...emptied(change), ...sets]);
    case 'json':
      return `${JSON.stringify(change, null, 2)}\n`;
    default:
      return posix(sets, unset);
  }
}

/** What a form without a way to unset cannot take away: profiles, where no other takes their place. */
export function notUnset(change: EnvironmentChange): readonly string[] {
  return change['AWS_PROFILE'] ? [] : profiles.filter((name) => change[name] === null);
}

// Each statement ends in a semicolon: an `eval $(…)` without quotes makes one line of all.
function posix(sets: Entries, unset: readonly string[]): string {
  return lines([
    ...(unset.length === 0 ? [] : [`unset ${unset.join(' ')};`]),
    ...sets.map(([name, value]) => `export ${name}=${quoteForShell(value)};`),
  ]);
}

// A person's universal variable is theirs to erase: it is only hidden, by a global one.
function fish(change: EnvironmentChange, sets: Entries): string {
  const hiding = new Map(emptied(change));
  return lines([
    ...Object.keys(change)
      .filter((name) => change[name] === null)
      .map((name) => {
        const empty = hiding.get(name);
        const hide =
          empty === undefined ? '' : ` if set -q ${name}; set -g -x ${name} ${fishWord(empty)}; end;`;
        return `set -e -g ${name};${hide}`;
      }),
    ...sets.map(([name, value]) => `set -g -x ${name} ${fishWord(value)};`),
  ]);
}

// `eval (…)` joins lines with blanks, so a line break must not stand in quotes as it is.
function fishWord(value: string): string {
  return value
    .split('\n')
    .map((line) => (line === '' ? '' : quoteForShell(line)))
    .join('\\n')
    .replace(/^$/, "''");
}

// Besides the apostrophe, PowerShell takes these four for single quotes; each is doubled.
function powershell(sets: Entries, unset: readonly string[]): string {
  return lines([
    ...unset.map((name) => `$Env:${name} = $null;`),
    ...sets.map(([name, value]) => `$Env:${name} = '${value.replace(/['\u2018-\u201b]/g, '$&$&')}';`),
  ]);
}

function dotenv(change: EnvironmentChange, sets: Entries): string {
  const left = notUnset(change);
  return lines([
    ...(left.length === 0
      ? []
      : [`# This file cannot unset ${left.join(' and ')}: see that they are not set.`]),
    ...[...emptied(change), ...sets].map(([name, value]) => `${name}=${dotenvWord(name, value)}`),
  ]);
}

/**
 * Readers of such files agree on little: on plain words, on single quotes around one line, and on double quotes with
 * `\n` for a line break as long as nothing else in them is special. (direnv, dotenv for Python, Node.)
 */
function dotenvWord(name: string, value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value;
  if (!/['\r\n]|\$\{|\\$/.test(value)) return `'${value}'`;
  if (!/["$`\\\r]/.test(value)) return `"${value.replaceAll('\n', '\\n')}"`;
  throw new Problem({
    code: 'auth-config-invalid',
    message: `The value of ${name} cannot stand in a .env file: its readers disagree about such quotes and line breaks.`,
    hint: 'Choose another --format, such as bash or json.',
  });
}

const profiles: readonly string[] = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];
const flags: readonly string[] = [
  ...['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
];

/**
 * What takes variables away where nothing can be unset: AWS's SDKs take an empty one for none, but a flag must be a
 * word (SDK for JavaScript), and an empty profile is one that does not exist (botocore).
 */
function emptied(change: EnvironmentChange): Entries {
  return Object.entries(change).flatMap(([name, value]): Entries => {
    if (value !== null) return [];
    if (profiles.includes(name)) return change['AWS_PROFILE'] ? [[name, change['AWS_PROFILE']]] : [];
    return [[name, flags.includes(name) ? 'false' : '']];
  });
}

function github(entries: Entries): string {
  return lines(
    entries.flatMap(([name, value]) => {
      if (!/[\r\n]/.test(value)) return [`${name}=${value}`];
      let end = `end_of_${name}`;
      while (value.includes(end)) end += '_';
      return [`${name}<<${end}`, value, end];
    }),
  );
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

function oneLine(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return value;
  throw new Problem({
    code: 'auth-config-invalid',
    message: `The value of ${name} has a line break, which a line NAME=value cannot hold.`,
    hint: 'Choose another --format, such as dotenv.',
  });
}

function refuseUnusable(name: string, value: string | null): void {
  const usable = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  if (usable && !value?.includes('\0')) return;
  throw new Problem({
    code: 'auth-config-invalid',
    message: usable
      ? `The value of ${name} holds a NUL character, which no variable can.`
      : `${JSON.stringify(name)} is no name of an environment variable.`,
    hint: "Correct it in the identity's env list.",
  });
}
