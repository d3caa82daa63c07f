/** Text that is XML in canonical form already. */
export interface Canonical {
  readonly xml: string;
}

/**
 * An element in the form that Exclusive XML Canonicalization 1.0 gives it, so that what is signed is what stands there:
 * `attributes` come in their canonical order (namespace declarations first), there are no short end tags, and only
 * what must be is escaped.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...content: readonly (string | Canonical)[]
): Canonical {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeValue(value)}"`);
  const inner = content.map((part) => (typeof part === 'string' ? escapeText(part) : part.xml));
  return { xml: `<${name}${written.join('')}>${inner.join('')}</${name}>` };
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

const escapeValue = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
