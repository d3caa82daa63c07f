import type { Finding } from '../domain/finding.ts';
import type { Leftover } from '../domain/inspection.ts';
import type { Ports } from '../ports.ts';
import type { Examined } from './examined.ts';

/** What nobody needs any more: claims and drafts of killed processes, and sessions that have ended. */
export async function examineLeftovers(
  ports: Pick<Ports, 'inspection' | 'writer' | 'keyring' | 'clock'>,
  { auth }: Examined,
  fix: boolean,
): Promise<readonly Finding[]> {
  const keyring = ports.keyring(auth?.keyring ?? {});
  const now = ports.clock.now().getTime();
  const ended = keyring
    .labels()
    .filter(({ label }) => Date.parse(label.expiresAt) <= now && label.renewable !== true);
  const left = ports.inspection.leftovers();
  const of = (kind: Leftover['kind']) => left.filter((one) => one.kind === kind).length;
  if (fix) {
    for (const { path } of left) ports.writer.removeAll(path);
    for (const { key } of ended) await keyring.remove(key);
  }
  return [
    told('locks', of('claim'), 'claim of a process that was killed', 'no claim of a dead process', fix),
    told('drafts', of('draft'), 'half-written file of a killed process', 'no half-written file', fix),
    told('sessions', ended.length, 'session that has ended', 'none that has ended is kept', fix),
  ];
}

// They harm nothing: claims of the dead are passed over, and what has ended is not handed out.
function told(subject: string, found: number, one: string, none: string, fixed: boolean): Finding {
  if (found === 0) return { subject, level: 'ok', text: none };
  const text = found === 1 ? `one ${one}` : `${found} times: ${one}`;
  return fixed
    ? { subject, level: 'ok', text: `${text}; removed` }
    : { subject, level: 'note', text, fix: 'atmos-kit doctor --fix' };
}
