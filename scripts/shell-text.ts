import { dirname, join } from 'node:path';
import { Problem } from '../src/domain/problem.ts';
import type { Shell } from '../src/domain/shell.ts';
import type { Ports } from '../src/ports.ts';

/**
 * One of the texts that shells read. They stand in files of their own, in `shell/`, so that a person can open them.
 * Throws Problem `file-unreadable` where the installed program is not whole.
 */
export function shellText(
  { files, here }: Pick<Ports, 'files' | 'here'>,
  shell: Shell,
  name: string,
): string {
  const file = join(dirname(here.program.at(-1) as string), 'shell', shell, `${name}.${shell}`);
  const text = files.read(file);
  if (text !== undefined) return text;
  throw new Problem({
    code: 'file-unreadable',
    message: `${file} is missing.`,
    hint: 'Install atmos-kit again.',
  });
}
