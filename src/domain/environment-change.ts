/** A change of environment: a value sets, null unsets, absent leaves alone. Never a copy of an environment. */
export type EnvironmentChange = Readonly<Record<string, string | null>>;

/** The environment that results from `change` on `base`. */
export function applyChange(
  base: Readonly<Record<string, string | undefined>>,
  change: EnvironmentChange,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) if (value !== undefined) result[name] = value;
  for (const [name, value] of Object.entries(change)) {
    if (value === null) delete result[name];
    else result[name] = value;
  }
  return result;
}
