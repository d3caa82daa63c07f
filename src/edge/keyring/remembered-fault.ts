import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileWriter } from '../file-writer.ts';

/**
 * What `probe` said about the keychain on this session bus, remembered in the runtime folder so that it is asked
 * once per boot. A remembered fault is not taken for an answer where the keychain was asked for by name: the
 * person may have unlocked it since.
 */
export function rememberedFault(
  runtime: string,
  bus: string,
  askedByName: boolean,
  probe: () => string | undefined,
): string | undefined {
  const file = join(runtime, `probe.${bus}`);
  const known = read(file);
  if (known !== undefined && (known.fault === undefined || !askedByName)) return known.fault;
  const fault = probe();
  fileWriter().write(file, JSON.stringify({ fault }), 0o600);
  return fault;
}

function read(file: string): { readonly fault?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { fault?: string };
  } catch {
    return undefined;
  }
}
