import { type BlockMarks, blockIn, withBlock, withoutBlock } from '../domain/marked-block.ts';
import type { Shell } from '../domain/shell.ts';
import { literalWord } from './literal-word.ts';
import { profileLine } from './profile-line.ts';

/** The marks of our block in a start-up file. */
export const marks: BlockMarks = { begin: '# >>> atmos-kit >>>', end: '# <<< atmos-kit <<<' };

/** What our block in a start-up file says. */
export interface BlockContent {
  /** What ATMOS_PROFILE becomes; undefined where the block does not decide about it. */
  readonly profile: string | undefined;
  /** The file that the shell reads, as `spelled` spells it. */
  readonly snippet: string;
  /** Files in which lines were set aside for the block, spelled alike. */
  readonly setAside: readonly string[];
  /** Whether shells that are not bash read the file as well, as they do ~/.profile. */
  readonly shared?: boolean;
}

/** The block as it stands in a file. */
export interface FoundBlock {
  /** Where it begins, from 1 on. */
  readonly line: number;
  /** The line about ATMOS_PROFILE, from 1 on. */
  readonly profileLine: number | undefined;
  readonly profile: string | undefined;
  readonly setAside: readonly string[];
  readonly lines: readonly string[];
}

const createdNote = '# There was no such file before.';
const brokenNote = '# The line before this block had no line break.';
const asideNote = '# Lines were set aside in ';

/** The lines between the marks, without notes about the file. Safe with errexit, nounset, err_return and in POSIX mode. */
export function blockLines(shell: Shell, { profile, snippet, setAside, shared }: BlockContent): string[] {
  const word = profile === undefined ? undefined : literalWord(shell, profile);
  const aside = setAside.map((path) => `${asideNote}${path}`);
  const head = [
    '# Written by `atmos-kit shell install`; `atmos-kit shell uninstall` takes it out again.',
    ...aside,
  ];
  if (shell === 'fish')
    return [
      ...head,
      'if status is-interactive',
      ...(word === undefined ? [] : [`    set -gx ATMOS_PROFILE ${word}`]),
      `    if test -r ${snippet}; source ${snippet}; end`,
      'end',
    ];
  const test = shared ? `[ -n "\${BASH_VERSION-}" ] && [ -r ${snippet} ]` : `[ -r ${snippet} ]`;
  return [
    ...head,
    ...(word === undefined ? [] : [`export ATMOS_PROFILE=${word}`]),
    `if ${test}; then . ${snippet}; fi`,
  ];
}

/**
 * A start-up file with the block; undefined is no file. Its lines end in a line feed alone, because bash and zsh take
 * a carriage return for a part of the line, and it ends in one, because others add their lines at the end.
 * Throws Problem `file-unreadable` where the marks do not stand there once and in order.
 */
export function withStartUpBlock(text: string | undefined, shell: Shell, content: BlockContent): string {
  const found = blockIn(text ?? '', marks);
  const unbroken = text !== undefined && text !== '' && !text.endsWith('\n');
  const notes =
    found === undefined
      ? [...(text === undefined ? [createdNote] : []), ...(unbroken ? [brokenNote] : [])]
      : [createdNote, brokenNote].filter((note) => found.includes(note));
  const base = found === undefined && unbroken ? `${text}\n` : (text ?? '');
  return withBlock(base, marks, [...notes, ...blockLines(shell, content)], '\n');
}

/**
 * The file as it was before the block, byte for byte; undefined where there was none and nothing else was added to it.
 * Throws as `withStartUpBlock` does.
 */
export function withoutStartUpBlock(text: string | undefined): string | undefined {
  const found = blockIn(text ?? '', marks);
  if (text === undefined || found === undefined) return text;
  const rest = withoutBlock(text, marks);
  if (rest === '' && found.includes(createdNote)) return undefined;
  const isLast = text.replace(/\r?\n$/, '').endsWith(marks.end);
  return isLast && found.includes(brokenNote) ? rest.replace(/\n$/, '') : rest;
}

/** The block of a file, undefined where it has none. Throws as `withStartUpBlock` does. */
export function startUpBlock(text: string | undefined, shell: Shell): FoundBlock | undefined {
  const lines = blockIn(text ?? '', marks);
  if (lines === undefined) return undefined;
  const begin = ownLines((text ?? '').split('\n').map((line) => line.replace(/\r$/, '')))?.begin ?? 0;
  const said = lines.map((line) => profileLine(shell, line)?.value);
  const at = said.findLastIndex((value) => typeof value === 'string');
  return {
    line: begin + 1,
    profileLine: at === -1 ? undefined : begin + at + 2,
    profile: at === -1 ? undefined : (said[at] as string),
    setAside: lines.flatMap((line) => (line.startsWith(asideNote) ? [line.slice(asideNote.length)] : [])),
    lines,
  };
}

/** Where the marks stand among lines, from 0 on; undefined where the pair is not whole. */
export function ownLines(
  lines: readonly string[],
): { readonly begin: number; readonly end: number } | undefined {
  const [begin, end] = [lines.indexOf(marks.begin), lines.indexOf(marks.end)];
  return begin === -1 || end < begin ? undefined : { begin, end };
}

/**
 * A file with another line about ATMOS_PROFILE in its block, or none; everything else in the block stays as it is.
 * Undefined where there is no block. Throws as `withStartUpBlock` does.
 */
export function withProfile(text: string, shell: Shell, profile: string | undefined): string | undefined {
  const lines = blockIn(text, marks);
  if (lines === undefined) return undefined;
  const others = lines.filter((line) => profileLine(shell, line) === undefined);
  const at = lines.findIndex((line) => profileLine(shell, line) !== undefined);
  if (profile === undefined) return withBlock(text, marks, others, '\n');
  const word = literalWord(shell, profile);
  const line = shell === 'fish' ? `    set -gx ATMOS_PROFILE ${word}` : `export ATMOS_PROFILE=${word}`;
  const first = others.findIndex((one) => !one.startsWith('#'));
  const place = at !== -1 ? at : first === -1 ? others.length : first + (shell === 'fish' ? 1 : 0);
  return withBlock(text, marks, [...others.slice(0, place), line, ...others.slice(place)], '\n');
}
