import type { EnvironmentChange } from '../src/domain/environment-change.ts';
import type { EnvironmentAnswer } from '../src/flows/environment-of.ts';
import { isFresh } from '../src/flows/fresh.ts';
import { childEnvironment, inAnyEnvironment } from '../src/identity/child-environment.ts';
import type { Places } from '../src/store/paths.ts';
import { readLabel } from '../src/store/session-file.ts';
import { handedKeys } from './handed-keys.ts';

/** What makes any environment an identity's, as it was handed over before, where its keys are fresh. */
export function rememberedEnvironment(
  places: Places,
  { identity, mode, chain, key, files }: EnvironmentAnswer,
  inherited: Readonly<Record<string, string | undefined>>,
  now: Date,
): EnvironmentChange | undefined {
  const label = readLabel(places, key);
  if (label === undefined || !isFresh(label, now)) return undefined;
  const handover = mode === 'env' ? handedKeys(places, key) : files && ({ mode, ...files } as const);
  if (handover === undefined) return undefined;
  return inAnyEnvironment(childEnvironment(chain, identity, handover, inherited));
}
