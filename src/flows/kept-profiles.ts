import { Problem } from '../domain/problem.ts';
import type { Shell } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';
import { deciding, type Survey } from './shell-survey.ts';

/**
 * What ATMOS_PROFILE is to become in each shell: what was named, else what it has (the line that decides, ours or the
 * person's own), else what another of these shells has, else what this environment has; undefined for nothing.
 * Throws Problem `usage` where that is no UTF-8 text, which would not survive.
 */
export function keptProfiles(
  { environment }: Pick<Ports, 'environment'>,
  surveys: readonly Survey[],
  named: string | undefined,
): ReadonlyMap<Shell, string | undefined> {
  const had = surveys.map((survey) => {
    const value = deciding(survey)?.value;
    return (typeof value === 'string' ? value : undefined) || survey.block?.profile;
  });
  const any = had.find((value) => value !== undefined) ?? (environment.get('ATMOS_PROFILE') || undefined);
  if (any?.includes('\ufffd') && named === undefined)
    throw new Problem({
      code: 'usage',
      message: 'ATMOS_PROFILE is not UTF-8 text, so it cannot be kept.',
      hint: 'Name the profiles with --profile.',
    });
  return new Map(surveys.map(({ shell }, index) => [shell, named ?? had[index] ?? any]));
}
