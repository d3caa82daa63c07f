import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { S3Refusal } from './refusal.ts';

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  // Keys are text: `007` is no number, and spaces belong to them.
  parseTagValue: false,
  trimValues: false,
  // ETags arrive as &#34;…&#34;.
  htmlEntities: true,
});

/** An element that holds elements, each with its text or its elements. */
export type XmlTree = { readonly [name: string]: unknown };

/**
 * Parses a request body whose root is `root`, and returns the root's children.
 * Throws S3Refusal `MalformedXML`.
 */
export function readXmlBody(body: Buffer, root: string): XmlTree {
  const text = body.toString();
  // Nobody sends a document type, and one can blow up small bodies.
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) throw malformed();
  const tree: unknown = parser.parse(text);
  const content = isTree(tree) ? tree[root] : undefined;
  if (!isTree(content)) throw malformed();
  return content;
}

/** The children of a name, however often it stands there. */
export function childrenOf(tree: XmlTree, name: string): XmlTree[] {
  const found = tree[name];
  const list: unknown[] = found === undefined ? [] : Array.isArray(found) ? found : [found];
  return list.map((one) => (isTree(one) ? one : {}));
}

/** The text of a child; undefined where there is none. */
export function textOf(tree: XmlTree, name: string): string | undefined {
  const found = tree[name];
  return typeof found === 'string' ? found : undefined;
}

export function malformed(): S3Refusal {
  return new S3Refusal(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

function isTree(value: unknown): value is XmlTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
