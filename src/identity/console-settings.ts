import { Problem } from '../domain/problem.ts';
import { entriesOf, type MapValue, textOf, valueAt } from '../domain/value.ts';
import { durationSeconds } from './duration.ts';

/** What configuration says about consoles. */
export interface ConsoleSettings {
  /** `auth.console.isolated`: a browser of its own for each identity. */
  readonly isolated: boolean;
  /** `console.session_duration` of the provider at which the chain begins, in seconds. */
  readonly seconds?: number;
}

/**
 * Reads the settings of an `auth:` tree for chains that begin at `provider`. Throws Problem `auth-config-invalid` for
 * a duration that is none. Source: Atmos's keys; where Atmos only shows the duration, it is asked for here.
 */
export function consoleSettings(tree: MapValue, provider: string): ConsoleSettings {
  const apart = valueAt(tree, 'console', 'isolated');
  const isolated = apart?.type === 'scalar' && (apart.data === true || apart.data === 'true');
  const entry = [...entriesOf(valueAt(tree, 'providers'))].find(
    ([name]) => name.toLowerCase() === provider.toLowerCase(),
  );
  const duration = valueAt(entry?.[1], 'console', 'session_duration');
  const text = textOf(duration);
  if (duration === undefined || text === undefined) return { isolated };
  const seconds = durationSeconds(text);
  if (seconds === undefined)
    throw new Problem({
      code: 'auth-config-invalid',
      message: `console.session_duration of provider "${provider}" is no duration: ${text}`,
      hint: 'It looks like 8h or 90m.',
      at: duration.at,
    });
  return { isolated, seconds };
}
