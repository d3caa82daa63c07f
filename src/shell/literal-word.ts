import type { Shell } from '../domain/shell.ts';
import { quoteForShell } from '../domain/shell-word.ts';

/**
 * A value as one word on one line of a start-up file, which the shell reads back as exactly that value. Line breaks
 * stand as escapes, so that no line of a value is ever taken for a line of the file.
 */
export function literalWord(shell: Shell, value: string): string {
  if (value === '') return "''";
  return value
    .split(/([\n\r])/)
    .filter((part) => part !== '')
    .map((part) => {
      const breaks = part === '\n' ? '\\n' : part === '\r' ? '\\r' : undefined;
      if (breaks === undefined) return quoteForShell(part);
      return shell === 'fish' ? breaks : `$'${breaks}'`;
    })
    .join('');
}

/** A word that was read, and where it ends in the text. */
export interface ReadWord {
  readonly value: string;
  readonly end: number;
}

/**
 * The word that begins at `start`, as the shell would read it; undefined where what it becomes is worked out by the
 * shell (variables, commands, patterns), or a quote is left open.
 */
export function readWord(shell: Shell, text: string, start: number): ReadWord | undefined {
  let value = '';
  let at = start;
  while (at < text.length) {
    const sign = text[at] as string;
    if (/[\s;]/.test(sign)) break;
    const part = partAt(shell, text, at, at === start);
    if (part === undefined) return undefined;
    value += part.value;
    at = part.end;
  }
  return at === start ? undefined : { value, end: at };
}

function partAt(shell: Shell, text: string, at: number, first: boolean): ReadWord | undefined {
  const sign = text[at] as string;
  if (sign === "'") return singleQuoted(shell, text, at + 1);
  if (sign === '"') return doubleQuoted(shell, text, at + 1);
  if (sign === '$' && text[at + 1] === "'" && shell !== 'fish') return escaped(text, at + 2);
  if (sign === '\\') return bareEscape(shell, text, at + 1);
  const special = first ? /[$`&|<>(){}*?[\]~#!^=%]/ : /[$`&|<>(){}*?[\]~]/;
  return special.test(sign) ? undefined : { value: sign, end: at + 1 };
}

function singleQuoted(shell: Shell, text: string, start: number): ReadWord | undefined {
  let value = '';
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === "'") return { value, end: at + 1 };
    const next = text[at + 1];
    if (shell === 'fish' && sign === '\\' && (next === '\\' || next === "'")) {
      value += next;
      at += 1;
    } else value += sign;
  }
  return undefined;
}

function doubleQuoted(shell: Shell, text: string, start: number): ReadWord | undefined {
  const escapable = shell === 'fish' ? '\\"$' : '\\"$`';
  let value = '';
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === '"') return { value, end: at + 1 };
    if (sign === '$' || (sign === '`' && shell !== 'fish')) return undefined;
    const next = text[at + 1];
    if (sign === '\\' && next !== undefined && escapable.includes(next)) {
      value += next;
      at += 1;
    } else value += sign;
  }
  return undefined;
}

const control: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** `$'…'` of bash and zsh, with the escapes that we write. */
function escaped(text: string, start: number): ReadWord | undefined {
  let value = '';
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === "'") return { value, end: at + 1 };
    if (sign !== '\\') {
      value += sign;
      continue;
    }
    at += 1;
    const next = text[at] ?? '';
    const meant = control[next] ?? ("\\'".includes(next) ? next : undefined);
    if (meant === undefined) return undefined;
    value += meant;
  }
  return undefined;
}

function bareEscape(shell: Shell, text: string, at: number): ReadWord | undefined {
  const sign = text[at];
  if (sign === undefined || sign === '\n') return undefined;
  if (shell !== 'fish' || !/\w/.test(sign)) return { value: sign, end: at + 1 };
  const meant = control[sign];
  return meant === undefined ? undefined : { value: meant, end: at + 1 };
}
