import { dirname } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { noEnd } from '../domain/session.ts';
import { selectingNames } from '../identity/selecting-variables.ts';
import { shellMarks } from '../identity/shell-marks.ts';
import type { Ports } from '../ports.ts';
import { endsFileIn } from './key-ends.ts';
import { lifetimeOf } from './open-shell.ts';
import { type RunAsRequest, runningAs } from './run-as.ts';

/** What a shell has to do to run as an identity from now on. */
export interface ShellChange {
  /** Names to unset first; a `*` stands for anything. */
  readonly unset: readonly string[];
  readonly set: readonly (readonly [name: string, value: string])[];
}

/**
 * The change and the marks that put an identity into a shell, with keys that are there before it returns.
 * Throws Problem `usage` for nobody on purpose, and what `runningAs` throws.
 */
export async function identityForShell(ports: Ports, request: RunAsRequest): Promise<ShellChange> {
  const running = await runningAs(ports, request);
  const { auth, chosen, credentials, change } = running;
  if (chosen.identity === undefined)
    throw new Problem({
      code: 'usage',
      message: 'Nobody cannot be put into a shell.',
      hint: 'atmos-kit use --off takes out who is in use.',
    });
  const { signInFile, until } = lifetimeOf(ports.keyring(auth.keyring), running);
  const configFile = change['AWS_CONFIG_FILE'];
  const renewing = credentials === 'process' && signInFile !== undefined && configFile;
  const marks = shellMarks(
    {
      name: chosen.identity.name,
      change,
      // Keys that are asked for say themselves when they end; of others nothing but that may be known.
      ...(renewing ? { endsFile: endsFileIn(dirname(configFile)), signInFile } : { until: until ?? noEnd }),
    },
    undefined,
  );
  const { ATMOS_SHLVL: _, ...own } = marks;
  const entries = Object.entries({ ...change, ...own });
  return {
    unset: [...selectingNames, ...entries.flatMap(([name, value]) => (value === null ? [name] : []))],
    set: entries.filter((entry): entry is [string, string] => entry[1] !== null),
  };
}
