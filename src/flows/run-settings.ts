import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { textOf, valueAt } from '../domain/value.ts';
import { durationSeconds } from '../identity/duration.ts';
import type { Ports } from '../ports.ts';

/** Who prepares and runs Terraform: this program, or the atmos binary. `auto` is this program where it can. */
export type DriverName = 'auto' | 'native' | 'atmos';

const drivers: readonly DriverName[] = ['auto', 'native', 'atmos'];

/** The driver of a run: `--driver`, ATMOS_KIT_DRIVER, `kit.driver`, else auto. Throws Problem `usage`, `config-invalid`. */
export function driverOf(
  { environment }: Pick<Ports, 'environment'>,
  { config }: Pick<Project, 'config'>,
  flag: string | undefined,
): DriverName {
  const variable = environment.get('ATMOS_KIT_DRIVER') || undefined;
  const setting = valueAt(config, 'kit', 'driver');
  const text = flag ?? variable ?? (setting === undefined ? 'auto' : textOf(setting));
  const driver = drivers.find((name) => name === text);
  if (driver !== undefined) return driver;
  const where =
    flag === undefined ? (variable === undefined ? 'kit.driver' : 'ATMOS_KIT_DRIVER') : '--driver';
  throw new Problem({
    code: where === 'kit.driver' ? 'config-invalid' : 'usage',
    message: `${where} is one of ${drivers.join(', ')}${text === undefined ? '' : `, not "${text}"`}.`,
    hint: `Correct ${where}.`,
    ...(where === 'kit.driver' && setting && { at: setting.at }),
  });
}

/**
 * `kit.min_ttl` in milliseconds: for how long keys must last before a run that changes something; a quarter of an hour
 * unless set. Throws Problem `config-invalid` for what is not a Go duration.
 */
export function minimumTtlMs({ config }: Pick<Project, 'config'>): number {
  const setting = valueAt(config, 'kit', 'min_ttl');
  if (setting === undefined || (setting.type === 'scalar' && setting.data === null)) return 15 * 60_000;
  const text = setting.type === 'scalar' ? String(setting.data) : '';
  const seconds = text === '0' ? 0 : durationSeconds(text);
  if (seconds !== undefined) return seconds * 1000;
  throw new Problem({
    code: 'config-invalid',
    message: 'kit.min_ttl must be a duration.',
    hint: 'Write it like 15m or 1h30m.',
    at: setting.at,
  });
}
