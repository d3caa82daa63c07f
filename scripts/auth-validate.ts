import { formatPlace, type Problem } from '../src/domain/problem.ts';
import { type ValidatedAuth, validatedAuth, validatedProfiles } from '../src/flows/validate-auth.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { look, projectChoice } from './look.ts';
import { type AuthFinding, authFindingsText } from './speak/auth-findings.ts';
import { json } from './speak/columns.ts';
import type { RunVerb } from './verb-context.ts';

/** `auth validate`: everything that is wrong or odd about providers and identities. Exit code 1 for an error. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  let failed = false;
  await look(context, {
    what: 'Checking providers and identities',
    see(world) {
      const { folder } = ports.here;
      const checked = isOn(call, 'all-profiles')
        ? validatedProfiles(world, folder, projectChoice(call))
        : [validatedAuth(world, folder, projectChoice(call))];
      const [errors, warnings] = [found(checked, 'errors'), found(checked, 'warnings')];
      failed = errors.length > 0 || (isOn(call, 'strict') && warnings.length > 0);
      return { found: { checked, errors, warnings }, root: checked[0]?.root };
    },
    speak: ({ checked, errors, warnings }, root) =>
      textFlag(call, 'format') === 'json'
        ? json({ errors: errors.map(asData), warnings: warnings.map(asData) })
        : authFindingsText(checked, errors, warnings, root),
  });
  return failed ? 1 : 0;
};

/** What was found, each once, with the profiles that it was found with where not all of them have it. */
function found(checked: readonly ValidatedAuth[], what: 'errors' | 'warnings'): readonly AuthFinding[] {
  const all = new Map<string, { problem: Problem; profiles: string[] }>();
  for (const one of checked)
    for (const problem of one[what]) {
      const place = problem.at === undefined ? '' : formatPlace(problem.at);
      const key = `${place} ${problem.message}`;
      const known = all.get(key) ?? { problem, profiles: [] };
      known.profiles.push(one.profiles.join(','));
      all.set(key, known);
    }
  return [...all.values()].map(({ problem, profiles }) => {
    const whole = new Set(profiles).size === checked.length;
    return { problem, profiles: whole ? [] : [...new Set(profiles)] };
  });
}

const asData = ({ problem: { code, message, hint, at }, profiles }: AuthFinding): object => ({
  code,
  message,
  hint,
  at,
  ...(profiles.length > 0 && { profiles }),
});
