import { resolve } from 'node:path';
import { filesOf, readIfThere } from '../state/folder.ts';

/**
 * The last lines of the server's own log, or of the audit log (one JSON object a line), oldest first; empty where
 * nothing was written yet. Throws EmulatorError `file-unreadable`.
 */
export function readLogs(
  dir: string,
  options: { readonly audit: boolean; readonly lines: number },
): readonly string[] {
  const folder = filesOf(resolve(dir));
  const text = readIfThere(options.audit ? folder.audit : folder.log) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  return options.lines > 0 ? lines.slice(-options.lines) : [];
}
