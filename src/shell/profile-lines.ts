import type { Shell } from '../domain/shell.ts';
import type { Files } from '../ports.ts';
import { profileLine, type SaidOfProfile } from './profile-line.ts';
import { sourcedBy } from './sourced-files.ts';
import { ownLines } from './start-up-block.ts';
import type { Surroundings } from './surroundings.ts';

/** A line of a start-up file that decides about ATMOS_PROFILE. */
export interface ProfileLine extends SaidOfProfile {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** Whether it stands in our block. */
  readonly ours: boolean;
}

/** Lines about ATMOS_PROFILE of files that are read one after the other, and of those that they read, in order. */
export function profileLines(
  files: Pick<Files, 'read' | 'stat'>,
  shell: Shell,
  paths: readonly string[],
  around: Surroundings,
  within: readonly string[] = [],
): readonly ProfileLine[] {
  return paths.flatMap((file) => {
    const text = within.includes(file) ? undefined : files.read(file);
    if (text === undefined) return [];
    const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
    const ours = ownLines(lines);
    return lines.flatMap((line, index): readonly ProfileLine[] => {
      const isOurs = ours !== undefined && index > ours.begin && index < ours.end;
      const next = isOurs ? undefined : sourcedBy(line, around);
      if (next !== undefined && files.stat(next)?.type === 'file')
        return profileLines(files, shell, [next], around, [...within, file]);
      const continued = lines[index - 1]?.endsWith('\\') === true;
      const said = profileLine(shell, line);
      return said === undefined
        ? []
        : [{ file, line: index + 1, ours: isOurs, value: said.value, plain: said.plain && !continued }];
    });
  });
}
