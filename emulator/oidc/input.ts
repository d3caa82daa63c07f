import { oidcFault } from './oidc-fault.ts';

/** The body of an operation. Throws JsonFault `InvalidRequest` for everything that is not a JSON object. */
export function parseInput(text: string): Record<string, unknown> {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw oidcFault('InvalidRequest', 'The body is not valid JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw oidcFault('InvalidRequest', 'The body must be a JSON object.');
  return input as Record<string, unknown>;
}

/** The text of a required member. Throws JsonFault `InvalidRequest`. */
export function textOf(input: Record<string, unknown>, member: string): string {
  const value = input[member];
  if (typeof value !== 'string' || value === '')
    throw oidcFault('InvalidRequest', `${member} is missing or is not a string.`);
  return value;
}

/** The texts of an optional list, empty where there is none. Throws JsonFault `InvalidRequest`. */
export function textsOf(input: Record<string, unknown>, member: string): readonly string[] {
  const value = input[member] ?? [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
    throw oidcFault('InvalidRequest', `${member} must be a list of strings.`);
  return value;
}
