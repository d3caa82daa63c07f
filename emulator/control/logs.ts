import { resolve } from 'node:path';
import { filesOf, readIfThere } from '../state/folder.ts';

/**
 * The server's own log, or the audit log (one JSON object a line), oldest line first, without a line feed at the end;
 * only the last `lines` where a number is given. The empty string where nothing was written yet.
 * Throws EmulatorError `file-unreadable`.
 */
export function readLogs(dir: string, options: { readonly audit: boolean; readonly lines?: number }): string {
  const folder = filesOf(resolve(dir));
  const text = readIfThere(options.audit ? folder.audit : folder.log) ?? '';
  const lines = text.split('\n').filter((line) => line !== '');
  const count = options.lines ?? lines.length;
  return lines.slice(Math.max(0, lines.length - count)).join('\n');
}
