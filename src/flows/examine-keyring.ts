import type { Finding } from '../domain/finding.ts';
import { isProblem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';
import type { Examined } from './examined.ts';
import { tryKeyring } from './try-keyring.ts';

const subject = 'keyring';

/** Which keyring keeps the sessions here and why, and whether it can keep any: something is stored and removed again. */
export async function examineKeyring(
  ports: Pick<Ports, 'keyring' | 'clock' | 'files'>,
  { auth }: Examined,
): Promise<readonly Finding[]> {
  const keyring = ports.keyring(auth?.keyring ?? {});
  const { backend, why, folder } = keyring.describe();
  try {
    if (backend === 'memory')
      return [
        {
          subject,
          level: 'warning',
          text: `memory, which ends with each command: ${why}`,
          fix: 'set auth.keyring.type to file, or XDG_RUNTIME_DIR to a folder in memory that is yours alone',
        },
      ];
    await tryKeyring(keyring, ports.clock.now());
  } catch (error) {
    if (!isProblem(error)) throw error;
    const { message, hint } = error;
    return [{ subject, level: 'broken', text: message, ...(hint !== undefined && { fix: hint }) }];
  }
  const labels = keyring.labels().length;
  const stored = (ports.files.list(folder ?? '') ?? []).filter(({ name }) => name.endsWith('.jwe')).length;
  const foreign = stored - labels;
  return [
    { subject, level: 'ok', text: `${backend}: ${why}` },
    ...(foreign > 0
      ? [
          {
            subject,
            level: 'note',
            text: `${count(foreign, 'session')} in ${folder} can be opened only by another machine, or were made before a restart of this one; they are left alone`,
          } as const,
        ]
      : []),
  ];
}

const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
