import type { Place } from '../domain/problem.ts';
import { type MapValue, valueAt } from '../domain/value.ts';
import { notSupported } from '../yaml/yaml-function.ts';

/**
 * A template that only names fields (`{{ .vars.tenant }}-{{ .vars.stage }}`), filled in; a missing field is
 * `<no value>`, as a Go template prints it.
 * Throws Problem `construct-not-supported` for a template that does more, or a field that is itself a template.
 */
export function fillFields(template: string, data: MapValue, at: Place): string {
  // A hyphen beside the braces takes away the white space on that side.
  const trimmed = template.replace(/\s*\{\{-(?=\s)/g, '{{').replace(/(?<=\s)-\}\}\s*/g, '}}');
  return trimmed.replace(/\{\{(.*?)\}\}/gs, (whole, action: string) => {
    if (!/^\s*(\.[A-Za-z_]\w*)+\s*$/.test(action)) throw notSupported(`The template ${whole}`, at);
    return field(data, action.trim(), at);
  });
}

function field(data: MapValue, action: string, at: Place): string {
  const value = valueAt(data, ...action.slice(1).split('.'));
  if (value === undefined) return '<no value>';
  const text = value.type === 'scalar' ? String(value.data ?? '<no value>') : undefined;
  if (value.type !== 'scalar' || value.tag !== undefined || text === undefined || /^!\w|\{\{/.test(text))
    throw notSupported(`The template {{ ${action} }} over a value that is not plain text`, at);
  return text;
}
