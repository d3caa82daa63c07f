import { Problem } from '../domain/problem.ts';

const causes: Readonly<Record<string, readonly [words: string, hint: string]>> = {
  EACCES: ['you may not write there', 'Give yourself the right to write there'],
  EPERM: ['you may not write there', 'Give yourself the right to write there'],
  ENOENT: ['a link leads to a folder that is not there', 'Make the folder that the link leads to'],
  EROFS: ['the disk is read-only', 'Name a place on another disk'],
  ENOSPC: ['the disk is full', 'Free some space'],
  EDQUOT: ['your share of the disk is full', 'Free some space'],
  EISDIR: ['a folder stands in its place', 'Move the folder away'],
  ENOTEMPTY: ['a folder stands in its place', 'Move the folder away'],
  ENOTDIR: ['a file stands where a folder must be', 'Move the file away'],
  EEXIST: ['a file stands where a folder must be', 'Move the file away'],
  ELOOP: ['its links lead in a circle', 'Remove the link'],
};

/** The Problem `file-unwritable` for `path`, with the cause in words where it is a known one. */
export function unwritable(path: string, cause: unknown): Problem {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const [words, hint] = causes[code] ?? [message, 'Make the place writable'];
  return new Problem({
    code: 'file-unwritable',
    message: `${path} cannot be written: ${words}.`,
    hint: `${hint}, or let HOME (or XDG_DATA_HOME, XDG_CACHE_HOME) name another folder.`,
    at: { file: path },
    cause,
  });
}
