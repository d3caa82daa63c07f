import { dirname, join } from 'node:path';
import type { Ports } from '../ports.ts';

type Needs = Pick<Ports, 'files' | 'writer' | 'here'>;

/** How many names are kept for each realm. */
const most = 20;

const fileOf = ({ here }: Pick<Ports, 'here'>): string =>
  join(dirname(here.answers), 'recent-identities.json');

/** Names of the identities that a person chose or named lately in a realm, the last one first. */
export function recentIdentities(ports: Pick<Ports, 'files' | 'here'>, realm: string): readonly string[] {
  const names = readAll(ports)[realm];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** Remembers that an identity was chosen or named: nothing but its name. Where nothing can be kept, nothing is lost. */
export function rememberIdentity(ports: Needs, realm: string, name: string): void {
  const before = recentIdentities(ports, realm);
  if (before[0] === name) return;
  const names = [name, ...before.filter((one) => one.toLowerCase() !== name.toLowerCase())].slice(0, most);
  try {
    ports.writer.write(fileOf(ports), `${JSON.stringify({ ...readAll(ports), [realm]: names })}\n`, 0o600);
  } catch {
    // A full disk or a read-only home is told by whatever must be written.
  }
}

/** The names by realm; a torn file, and one that cannot be read, hold none. */
function readAll({ files, here }: Pick<Ports, 'files' | 'here'>): Readonly<Record<string, unknown>> {
  try {
    const all: unknown = JSON.parse(files.read(fileOf({ here })) ?? '{}');
    return typeof all === 'object' && all !== null ? (all as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
