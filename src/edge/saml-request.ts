import { randomBytes } from 'node:crypto';

/** Who AWS is to an identity provider. Source: AWS's metadata for SAML. */
const awsEntity = 'urn:amazon:webservices';

/**
 * The address of an identity provider's page with a request for an answer to `callback` that brings `state` along (SAML
 * 2.0, HTTP Redirect binding).
 */
export function samlRequestUrl(page: string, callback: string, state: string): string {
  const request = [
    '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
    ` ID="_${randomBytes(16).toString('hex')}" Version="2.0" IssueInstant="${new Date().toISOString()}"`,
    ` Destination="${escaped(page)}" AssertionConsumerServiceURL="${callback}"`,
    ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST">',
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${awsEntity}</saml:Issuer>`,
    '</samlp:AuthnRequest>',
  ].join('');
  const url = new URL(page);
  const { deflateRawSync } = process.getBuiltinModule('node:zlib');
  url.searchParams.set('SAMLRequest', deflateRawSync(request).toString('base64'));
  url.searchParams.set('RelayState', state);
  return url.href;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
