import { mapEntries } from '../domain/merge.ts';
import type { MapValue, Scalar, Value } from '../domain/value.ts';
import { environmentValue, functionOf, notSupported } from '../yaml/yaml-function.ts';

/** What the functions of a component may ask for. */
export interface EvaluationContext {
  /** Lookups of `!env`, the first one first. */
  readonly variables: readonly ((name: string) => string | undefined)[];
  /** What begins a template; undefined where templates are off. */
  readonly templateMark: string | undefined;
}

/**
 * A section with its YAML functions worked out: `!env`, `!unset` (which takes the key or the item away) and `!literal`.
 * Throws Problem `construct-not-supported` for every other function, and for a template where templates are on.
 */
export function evaluate(map: MapValue, context: EvaluationContext): MapValue {
  refuseTemplate([...map.entries.keys()].join('\n'), map, context);
  return mapEntries(map, (value) => evaluated(value, context));
}

function evaluated(value: Value, context: EvaluationContext): Value | undefined {
  if (value.type === 'scalar') return evaluateScalar(value, context);
  if (value.tag !== undefined && value.tag !== '!append' && value.tag !== '!literal')
    throw notSupported(`The YAML function ${value.tag} on a ${value.type}`, value.at);
  if (value.type === 'map') return evaluate(value, context);
  let changed = false;
  const items = value.items.flatMap((item) => {
    const next = evaluated(item, context);
    changed ||= next !== item;
    return next === undefined ? [] : [next];
  });
  return changed ? { ...value, items } : value;
}

function evaluateScalar(value: Scalar, context: EvaluationContext): Scalar | undefined {
  if (typeof value.data === 'string') refuseTemplate(value.data, value, context);
  const call = functionOf(value);
  if (call === undefined) return value;
  const text = (data: string): Scalar => ({ type: 'scalar', data, at: value.at });
  switch (call.name) {
    case '!unset':
      return undefined;
    case '!env':
      return text(environmentValue(value, call.text, context.variables));
    case '!literal': {
      // The mark only keeps the parser off: what it holds may still be a function, as in Atmos.
      return evaluateScalar(text(call.text), context);
    }
    case '!cwd':
    case '!random':
      // Functions of atmos.yaml; in a manifest they are text.
      return text(call.text === '' ? call.name : `${call.name} ${call.text}`);
    default:
      throw notSupported(`The YAML function ${call.name}`, value.at);
  }
}

function refuseTemplate(text: string, value: Value, { templateMark }: EvaluationContext): void {
  if (templateMark !== undefined && text.includes(templateMark))
    throw notSupported('A template in a value', value.at);
}
