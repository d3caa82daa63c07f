import type { Shell } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';

/** Start-up files may start programs; what takes longer is not waited for. */
const patienceMs = 5000;

/**
 * What ATMOS_PROFILE is for a program that a new interactive shell starts: null for nothing, undefined where the shell did not
 * tell. Its start-up files are really read, without a terminal.
 */
export async function profileInNewShell(
  { shellProbe, children }: Pick<Ports, 'shellProbe' | 'children'>,
  shell: Shell,
  login: boolean,
): Promise<string | null | undefined> {
  const program = children.find(shell);
  if (program === undefined) return undefined;
  // Another program tells, because the variable must be exported; the same words mean the same in all three shells.
  const tell = `sh -c 'printf "is%s" "\${ATMOS_PROFILE+=$ATMOS_PROFILE}" >&3'`;
  const argv = [program, ...(login ? ['-l'] : []), '-i', '-c', tell] as const;
  const told = await shellProbe.writtenToThree(argv, patienceMs, ['ATMOS_PROFILE']);
  if (told === undefined || !told.startsWith('is')) return undefined;
  return told === 'is' ? null : told.slice('is='.length);
}
