import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Audit } from './contract.ts';

/** Appends one JSON line per entry to `file`, with the time first. */
export function openAudit(file: string, now: () => Date): Audit {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return (entry) => {
    appendFileSync(file, `${JSON.stringify({ time: now().toISOString(), ...entry })}\n`, { mode: 0o600 });
  };
}
