import { createHash, createSign, createVerify, type KeyObject } from 'node:crypto';
import { type Canonical, element } from './canonical-xml.ts';

const ds = 'http://www.w3.org/2000/09/xmldsig#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/**
 * The enveloped signature (XML-Signature, RSA with SHA-256) of an element in canonical form whose attribute `ID` is
 * `id`. It belongs into that element.
 */
export function signatureOf(signed: Canonical, id: string, key: KeyObject): Canonical {
  const digest = createHash('sha256').update(signed.xml).digest('base64');
  const content = [
    element('ds:CanonicalizationMethod', { Algorithm: exclusive }),
    element('ds:SignatureMethod', { Algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' }),
    element(
      'ds:Reference',
      { URI: `#${id}` },
      element(
        'ds:Transforms',
        {},
        element('ds:Transform', { Algorithm: `${ds}enveloped-signature` }),
        element('ds:Transform', { Algorithm: exclusive }),
      ),
      element('ds:DigestMethod', { Algorithm: 'http://www.w3.org/2001/04/xmlenc#sha256' }),
      element('ds:DigestValue', {}, digest),
    ),
  ];
  // Alone, as it is signed, it declares the prefix; inside the signature that has done so already.
  const alone = element('ds:SignedInfo', { 'xmlns:ds': ds }, ...content);
  const value = createSign('RSA-SHA256').update(alone.xml).sign(key, 'base64');
  return element(
    'ds:Signature',
    { 'xmlns:ds': ds },
    element('ds:SignedInfo', {}, ...content),
    element('ds:SignatureValue', {}, value),
  );
}

/**
 * The element `name` of a document, without its signature, where that is one of ours and holds; undefined for anything
 * else. It is compared byte by byte in the form in which it was signed, and only what this returns may be believed:
 * whatever stands around it was signed by nobody.
 */
export function signedPart(document: string, name: string, key: KeyObject): string | undefined {
  const whole = only(document, `<${name} `, `</${name}>`);
  const signature = whole && only(whole, `<ds:Signature xmlns:ds="${ds}">`, '</ds:Signature>');
  const info = signature && only(signature, '<ds:SignedInfo>', '</ds:SignedInfo>');
  const value = /<ds:SignatureValue>([A-Za-z0-9+/=]+)<\/ds:SignatureValue>/.exec(signature ?? '')?.[1];
  if (whole === undefined || signature === undefined || info === undefined || value === undefined)
    return undefined;
  const alone = info.replace('<ds:SignedInfo>', `<ds:SignedInfo xmlns:ds="${ds}">`);
  if (!createVerify('RSA-SHA256').update(alone).verify(key, value, 'base64')) return undefined;
  const signed = whole.replace(signature, '');
  const digest = createHash('sha256').update(signed).digest('base64');
  const id = / ID="([^"]+)"/.exec(signed.slice(0, signed.indexOf('>')))?.[1];
  const says =
    info.includes(`<ds:DigestValue>${digest}</ds:DigestValue>`) &&
    info.includes(`<ds:Reference URI="#${id}">`);
  return says ? signed : undefined;
}

/** The text from `start` to the end of `end`, where each of them is there once. */
function only(text: string, start: string, end: string): string | undefined {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from === -1 || to < from || from !== text.lastIndexOf(start) || to !== text.lastIndexOf(end))
    return undefined;
  return text.slice(from, to + end.length);
}
