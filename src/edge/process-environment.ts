import type { Environment } from '../ports.ts';

/** An Environment over variables that were read once; an undefined value is an unset variable. */
export function processEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  return {
    get: (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined),
    withPrefix: (prefix) =>
      Object.fromEntries(
        Object.entries(variables).filter(
          (entry): entry is [string, string] => entry[0].startsWith(prefix) && entry[1] !== undefined,
        ),
      ),
  };
}
