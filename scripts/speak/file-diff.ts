import { createTwoFilesPatch } from 'diff';
import { inert } from '../../src/domain/inert.ts';
import type { FileChange } from '../../src/flows/file-change.ts';

/** A change of a file as a unified diff; what could steer a terminal is made visible. */
export function fileDiff({ path, before, after }: FileChange): string {
  const [from, to] = [before === undefined ? '/dev/null' : path, after === undefined ? '/dev/null' : path];
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', '', '', { context: 3 });
  return patch
    .split('\n')
    .filter((line) => !/^(=+$|Index: )/.test(line))
    .map((line) => inert(line.replace(/[\t\r]+$/, '')))
    .join('\n');
}
