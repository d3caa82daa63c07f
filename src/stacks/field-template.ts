import { type Value, valueAt } from '../domain/value.ts';

/**
 * A template that only names fields (`{{ .vars.tenant }}-{{ .vars.stage }}`), filled in without an interpreter; a
 * missing field is `<no value>`, as a Go template prints it. Undefined for one that does more, or where a field is
 * more than plain text.
 */
export function fillFields(
  template: string,
  section: (key: string) => Value | undefined,
  templateMark?: string,
): string | undefined {
  let simple = true;
  // A hyphen beside the braces takes away the white space on that side.
  const trimmed = template.replace(/\s*\{\{-(?=\s)/g, '{{').replace(/(?<=\s)-\}\}\s*/g, '}}');
  const filled = trimmed.replace(/\{\{(.*?)\}\}/gs, (_, action: string) => {
    const [key = '', ...path] = action.trim().slice(1).split('.');
    const text = /^\s*(\.[A-Za-z_]\w*)+\s*$/.test(action) ? field(valueAt(section(key), ...path)) : undefined;
    simple &&= text !== undefined && (templateMark === undefined || !text.includes(templateMark));
    return text ?? '';
  });
  return simple ? filled : undefined;
}

function field(value: Value | undefined): string | undefined {
  if (value === undefined) return '<no value>';
  if (value.type !== 'scalar' || value.tag !== undefined) return undefined;
  const { data } = value;
  if (data === null) return '<no value>';
  return typeof data === 'number' && !Number.isSafeInteger(data) ? undefined : String(data);
}
