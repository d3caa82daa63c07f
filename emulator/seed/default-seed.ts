import { beside } from '../beside.ts';

/** The seed file that comes with the emulator: the acme project's people, accounts and rights. */
export function defaultSeed(): string {
  return beside('seeds/acme.yaml', '../seeds/acme.yaml');
}
