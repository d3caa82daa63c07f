import type { Fields } from './fields.ts';

/**
 * `spec.endpoint_url` of an entry without a slash at its end, or what stands at `older`, the path that Atmos read
 * before; undefined for AWS's own endpoints. Anything but an http or https URL is a fault. `what` names the entry.
 */
export function readEndpoint(fields: Fields, what: string, older: readonly string[]): string | undefined {
  for (const path of [['spec', 'endpoint_url'], older]) {
    const text = fields.text(...path);
    if (text === undefined) continue;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '');
    fields.complain(
      `${path.join('.')} of ${what} is not an http or https URL: ${text}`,
      'It looks like http://127.0.0.1:9911',
      fields.at(...path),
    );
  }
  return undefined;
}
