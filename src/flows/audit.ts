import type { Ports } from '../ports.ts';

/** One line of the audit file. */
export type AuditEntry = Readonly<Record<string, string | number>>;

/** Adds a line to the audit file; nothing that stands there is ever changed. Throws Problem `file-unwritable`. */
export function writeDown({ journal }: Pick<Ports, 'journal'>, file: string, entry: AuditEntry): void {
  journal.add(file, JSON.stringify(entry));
}

/** What was written down, the oldest first; a line that was torn or is not ours is passed over. */
export function writtenDown({ files }: Pick<Ports, 'files'>, file: string): readonly AuditEntry[] {
  return (files.read(file) ?? '').split('\n').flatMap((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      return typeof entry === 'object' && entry !== null && !Array.isArray(entry)
        ? [entry as AuditEntry]
        : [];
    } catch {
      return [];
    }
  });
}
