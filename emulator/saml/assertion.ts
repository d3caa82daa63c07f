import type { KeyObject } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { signedPart } from './xml-signature.ts';

/** What a signed assertion says. Times are milliseconds. */
export interface Assertion {
  readonly issuer: string;
  readonly nameId: string;
  /** The last part of the name's format, such as `emailAddress`. */
  readonly nameFormat: string;
  readonly recipient: string;
  readonly audiences: readonly string[];
  readonly notBefore: number;
  readonly notOnOrAfter: number;
  /** The values of each attribute by its whole name. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

/** Reads the one assertion of a SAML response in Base64; undefined where its signature does not hold. */
export function readAssertion(response: string, key: KeyObject): Assertion | undefined {
  const signed = signedPart(Buffer.from(response, 'base64').toString(), 'saml:Assertion', key);
  if (signed === undefined) return undefined;
  const parsed = parser.parse(signed) as { Assertion: Parsed };
  const { Issuer, Subject, Conditions, AttributeStatement } = parsed.Assertion;
  const confirmation = Subject.SubjectConfirmation.SubjectConfirmationData;
  return {
    issuer: textOf(Issuer),
    nameId: textOf(Subject.NameID),
    nameFormat: (Subject.NameID['@Format'] ?? '').split(':').at(-1) as string,
    recipient: confirmation['@Recipient'],
    audiences: Conditions.AudienceRestriction.Audience.map(textOf),
    notBefore: Date.parse(Conditions['@NotBefore']),
    notOnOrAfter: Math.min(
      Date.parse(Conditions['@NotOnOrAfter']),
      Date.parse(confirmation['@NotOnOrAfter']),
    ),
    attributes: new Map(
      AttributeStatement.Attribute.map((one) => [one['@Name'], (one.AttributeValue ?? []).map(textOf)]),
    ),
  };
}

const lists = ['Audience', 'Attribute', 'AttributeValue'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => lists.includes(name),
});

type Text = string | { readonly '#text'?: string; readonly '@Format'?: string };

// The shape that this emulator signs; nothing else gets here.
interface Parsed {
  readonly Issuer: Text;
  readonly Subject: {
    readonly NameID: Exclude<Text, string>;
    readonly SubjectConfirmation: {
      readonly SubjectConfirmationData: { readonly '@Recipient': string; readonly '@NotOnOrAfter': string };
    };
  };
  readonly Conditions: {
    readonly '@NotBefore': string;
    readonly '@NotOnOrAfter': string;
    readonly AudienceRestriction: { readonly Audience: readonly Text[] };
  };
  readonly AttributeStatement: {
    readonly Attribute: readonly { readonly '@Name': string; readonly AttributeValue?: readonly Text[] }[];
  };
}

const textOf = (text: Text): string => (typeof text === 'string' ? text : (text['#text'] ?? ''));
