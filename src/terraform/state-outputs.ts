import { type Place, Problem } from '../domain/problem.ts';
import type { Plain } from '../domain/value.ts';

type Outputs = { [name: string]: Plain };

/**
 * The outputs in what `terraform output -json` writes, or in the text of a state: each name with its value.
 * Undefined for anything else.
 */
export function outputsIn(text: string): Outputs | undefined {
  const outputs = parsed(text);
  return outputs === undefined ? undefined : valuesOf(outputs);
}

/**
 * The outputs that a state holds; null for one that holds nothing at all, because nothing was applied there, or it is
 * gone again. Problem `function-failed` for a text that is no state of Terraform 0.12 or later.
 */
export function outputsOfState(text: string, name: string, at: Place): Outputs | null {
  const state = parsed(text);
  const outputs = state?.['outputs'];
  if (state === undefined || state['version'] !== 4 || !isMap(outputs))
    throw new Problem({
      code: 'function-failed',
      message: `${name} is not a state that this program can read.`,
      hint: 'Look at it with terraform state pull, or ask with !terraform.output.',
      at,
    });
  const resources = state['resources'];
  const empty = Object.keys(outputs).length === 0 && !(Array.isArray(resources) && resources.length > 0);
  return empty ? null : valuesOf(outputs);
}

const valuesOf = (outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, output]) => [name, isMap(output) ? (output['value'] ?? null) : null]),
  );

function parsed(text: string): Outputs | undefined {
  try {
    const data = JSON.parse(text) as Plain;
    return isMap(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

const isMap = (data: Plain | undefined): data is Outputs =>
  typeof data === 'object' && data !== null && !Array.isArray(data);
