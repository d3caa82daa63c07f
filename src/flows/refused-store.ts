import type { Place } from '../domain/problem.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { entriesOf, textOf, valueAt } from '../domain/value.ts';

const functions = ['!store', '!store.get', 'atmos.Store'];

/**
 * Why a value of a store cannot be had: every kind of store is a service that this program does not speak to. Undefined
 * for a function that asks no store. `text` is what stands behind the function; a JSON list for `atmos.Store`.
 * Problem `construct-not-supported` with the store and its kind, `config-invalid` for a store that nobody configured.
 */
export function refusedStore(
  project: Project,
  { name, text, at }: { readonly name: string; readonly text: string; readonly at: Place },
): Problem | undefined {
  if (!functions.includes(name)) return undefined;
  const store = storeIn(name, text);
  const stores = valueAt(project.config, 'stores');
  // Configuration keeps its keys in lower case.
  const entry = valueAt(stores, store.toLowerCase());
  if (entry === undefined) {
    const known = [...entriesOf(stores)].map(([key]) => key).join(', ');
    return new Problem({
      code: 'config-invalid',
      message: `${name} asks the store ${store}, which atmos.yaml does not have below stores:.`,
      hint: known === '' ? 'Define it below stores: in atmos.yaml.' : `The stores are ${known}.`,
      at,
    });
  }
  const kind = textOf(valueAt(entry, 'type')) ?? textOf(valueAt(entry, 'kind')) ?? 'unknown';
  return new Problem({
    code: 'construct-not-supported',
    message: `${name} asks the store ${store}, and stores of the kind ${kind} are not supported here.`,
    hint: 'Use --driver atmos for this one, or look at the rest with --process-functions=false.',
    at,
  });
}

function storeIn(name: string, text: string): string {
  if (name === 'atmos.Store') return (JSON.parse(text) as string[])[0] ?? '';
  const [, double, single, bare] = /^\s*(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(text) ?? [];
  return double ?? single ?? bare ?? '';
}
