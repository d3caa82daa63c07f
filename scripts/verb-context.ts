import { resolve } from 'node:path';
import { profileWords } from '../src/domain/profile-words.ts';
import type { ProjectFlags } from '../src/flows/load-auth.ts';
import type { RunAsRequest } from '../src/flows/run-as.ts';
import type { Ports } from '../src/ports.ts';
import { type Call, textFlag, textsFlag } from './grammar/verb.ts';

/** What a verb is given. */
export interface VerbContext {
  readonly call: Call;
  readonly ports: Ports;
  /** Writes data to stdout. */
  print(text: string): void;
}

/** Runs one verb; the number is the exit code, 0 where there is none. */
export type RunVerb = (context: VerbContext) => Promise<number | undefined>;

/** The flags that choose a project's configuration. */
export function projectFlags(call: Call): ProjectFlags {
  const profiles = textsFlag(call, 'profile');
  const basePath = textFlag(call, 'base-path');
  const configPaths = textsFlag(call, 'config-path');
  return {
    ...(profiles !== undefined && { profiles }),
    ...(basePath !== undefined && { basePath }),
    ...(configPaths !== undefined && { configPaths }),
  };
}

/** The profiles that a call chooses, for a call of ours that it makes. */
export const profilesOf = (call: Call): readonly string[] => profileWords(textsFlag(call, 'profile'));

/** Who a command or a shell is to run as. */
export function runAsRequest(call: Call): RunAsRequest {
  return {
    flags: projectFlags(call),
    identity: textFlag(call, 'identity'),
    credentials: textFlag(call, 'credentials') as RunAsRequest['credentials'],
  };
}

/** The emulator's folder: the one that was named, else the person's own. */
export function emulatorFolder({ call, ports }: VerbContext): string {
  return resolve(ports.here.folder, textFlag(call, 'dir') ?? ports.here.emulator);
}
