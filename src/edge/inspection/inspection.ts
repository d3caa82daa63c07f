import type { Inspection } from '../../domain/inspection.ts';
import type { Places } from '../../store/paths.ts';
import { leftovers } from './leftovers.ts';
import { modified } from './modified.ts';
import { firstLine } from './program-output.ts';
import { serverTime } from './server-time.ts';

/** Looks at this machine as the person of `variables` has it. */
export function inspection(
  variables: Readonly<Record<string, string | undefined>>,
  places: Places,
): Inspection {
  return {
    firstLine: (file, args, timeoutMs) => firstLine(file, args, timeoutMs, variables),
    serverTime,
    modified,
    leftovers: () => leftovers(places),
  };
}
