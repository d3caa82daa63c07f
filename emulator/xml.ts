/** The content of an element: text, or elements in their order; undefined leaves the element out. */
export type XmlContent = string | number | boolean | readonly XmlElement[] | undefined;
export type XmlElement = readonly [name: string, content: XmlContent];

/** An XML document with one root. All text is escaped, so any content is safe. */
export function writeXml(name: string, namespace: string | undefined, content: XmlContent): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${escapeXml(namespace)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attribute}>${writeContent(content)}</${name}>`;
}

function writeContent(content: XmlContent): string {
  if (!isElements(content)) return escapeXml(String(content ?? ''));
  return content
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `<${name}>${writeContent(inner)}</${name}>`)
    .join('');
}

function isElements(content: XmlContent): content is readonly XmlElement[] {
  return Array.isArray(content);
}

// Control characters too: a reader turns a plain carriage return into a line feed.
function escapeXml(text: string): string {
  return text.replace(/[&<>"'\u0000-\u001f\u007f]/g, (char) => `&#${char.charCodeAt(0)};`);
}
