import { join } from 'node:path';
import type { Environment } from '../ports.ts';

const usual = { CONFIG: '.config', CACHE: '.cache' } as const;

/**
 * The folder below which Atmos keeps a person's configuration, or what it can make again, in a folder `atmos`; undefined
 * where there is no home. Source: Atmos's own variables come before those of the XDG base directory specification.
 */
export function atmosHome(environment: Environment, kind: keyof typeof usual): string | undefined {
  const named = environment.get(`ATMOS_XDG_${kind}_HOME`) || environment.get(`XDG_${kind}_HOME`);
  if (named) return named;
  const home = environment.get('HOME');
  return home ? join(home, usual[kind]) : undefined;
}
