import { join } from 'node:path';
import type { Files } from '../ports.ts';
import type { Surroundings } from './surroundings.ts';

// `. FILE` or `source FILE`, alone or behind a condition, where FILE begins with the home folder in one of its spellings.
const sourced =
  /(?:^|[\s;&|])(?:\.|source)\s+(["']?)(~|\$HOME|\$\{HOME\}|\$XDG_CONFIG_HOME|\$\{XDG_CONFIG_HOME\}|(?=\/))(\/[\w@%+=:,./-]+)\1(?=$|[\s;&|])/;

/** Whether a start-up file reads another one, itself or by way of others. */
export function readsFile(
  files: Pick<Files, 'read' | 'stat'>,
  path: string,
  wanted: string,
  around: Pick<Surroundings, 'home' | 'config'>,
  within: readonly string[] = [],
): boolean {
  // What is no file, such as /dev/stdin, would be waited for.
  const isNew = !within.includes(path) && files.stat(path)?.type === 'file';
  const text = isNew ? files.read(path) : undefined;
  if (text === undefined) return false;
  const next = text.split('\n').flatMap((line) => sourcedBy(line, around) ?? []);
  return (
    next.includes(wanted) || next.some((one) => readsFile(files, one, wanted, around, [...within, path]))
  );
}

/** The file that one line reads, if it reads one. */
export function sourcedBy(
  line: string,
  { home, config }: Pick<Surroundings, 'home' | 'config'>,
): string | undefined {
  if (/^\s*#/.test(line)) return undefined;
  const [, quote, base = '', rest = ''] = sourced.exec(line) ?? [];
  if (quote === undefined || (quote === "'" && base !== '') || (quote === '"' && base === '~'))
    return undefined;
  return join(base.includes('XDG') ? config : base === '' ? '/' : home, rest);
}
