import type { Shell } from '../domain/shell.ts';
import { readWord } from './literal-word.ts';

/** What a line of a start-up file does to ATMOS_PROFILE. */
export interface SaidOfProfile {
  /** What it becomes: a text, null for nothing (`unset`), or undefined where only the shell can tell. */
  readonly value: string | null | undefined;
  /** Whether the line does this alone and always, so that it can be taken out: it is not indented, and nothing stands around it. */
  readonly plain: boolean;
}

const posix =
  /^(\s*)((?:.*(?:&&|\|\||;|\bthen|\bdo|\belse)\s+)?)(?:(?:export|(?:typeset|declare)\s+-g?x)\s+)?ATMOS_PROFILE=/;
const posixUnset = /^(\s*)(?:unset(?:\s+-v)?)\s+ATMOS_PROFILE\s*(?:;|#.*|$)/;
const fish =
  /^(\s*)((?:.*(?:;|\band|\bor|&&|\|\|)\s+)?)(?:set((?:\s+-{1,2}[a-zA-Z]+)*)\s+ATMOS_PROFILE(?:\s+|$)|(?:export\s+)ATMOS_PROFILE=)/;

/** What one line does to ATMOS_PROFILE; undefined for nothing. A comment does nothing, nor does an assignment to one command. */
export function profileLine(shell: Shell, line: string): SaidOfProfile | undefined {
  if (/^\s*(#|: #)/.test(line)) return undefined;
  return shell === 'fish' ? fishLine(line) : posixLine(shell, line);
}

function posixLine(shell: Shell, line: string): SaidOfProfile | undefined {
  const unset = posixUnset.exec(line);
  if (unset !== null) return { value: null, plain: unset[1] === '' };
  const match = posix.exec(line);
  if (match === null) return undefined;
  const [whole, indent, before] = match;
  const bare = !/\s/.test(whole.slice((indent ?? '').length + (before ?? '').length));
  const rest = restAfter(shell, line, whole.length);
  if (bare && rest.more) return undefined;
  return {
    value: rest.value,
    plain: indent === '' && before === '' && !rest.more && rest.value !== undefined,
  };
}

function fishLine(line: string): SaidOfProfile | undefined {
  const match = fish.exec(line);
  if (match === null) return undefined;
  const [whole, indent, before, options = ''] = match;
  const has = (short: string, long: string) =>
    options.split(/\s+/).some((one) => one === long || new RegExp(`^-[a-zA-Z]*${short}`).test(one));
  const alone = indent === '' && before === '';
  if (has('q', '--query') || has('S', '--show')) return undefined;
  if (has('e', '--erase')) return { value: null, plain: alone };
  if (has('l', '--local') || has('u', '--unexport')) return undefined;
  // Without --export a new variable of fish's is its own; one that is exported stays so.
  const rest = restAfter('fish', line, whole.length);
  return { value: rest.value, plain: alone && !rest.more && rest.value !== undefined };
}

/** The word from `start` on, and whether anything but a comment comes behind it. */
function restAfter(
  shell: Shell,
  line: string,
  start: number,
): { readonly value: string | undefined; readonly more: boolean } {
  const empty = /^\s*;?\s*(#.*)?$/;
  if (empty.test(line.slice(start))) return { value: '', more: false };
  const word = readWord(shell, line, start);
  if (word === undefined) {
    const nothing = /^\s/.test(line.slice(start));
    return { value: nothing ? '' : undefined, more: nothing || /\s/.test(line.slice(start).trim()) };
  }
  const more = !/^(\s*;?\s*|\s*;?\s+#.*)$/.test(line.slice(word.end));
  return { value: shell === 'fish' && more ? undefined : word.value, more };
}
