import { inflateRawSync } from 'node:zlib';
import type { Context as Request } from 'hono';
import { html, raw } from 'hono/html';
import type { Context } from '../context.ts';
import { awsSignIn, samlResponse, samlRolesOf } from '../saml/response.ts';
import { letFormsLeadTo, sendsItself } from './headers.ts';
import { showMessage, showPage } from './layout.ts';
import { signInPath } from './next-path.ts';
import { visitOf } from './visit.ts';

/**
 * GET /saml/NAME: an identity provider of the seed. Signs the person in, and posts a signed assertion with their roles
 * to the address that `acs`, a `SAMLRequest` (redirect binding) or the seed names. `RelayState` goes with it as it came.
 */
export function getSaml(context: Context, c: Request): Response | Promise<Response> {
  const provider = context.seed.samlProviders.find(({ name }) => name === c.req.param('provider'));
  if (provider === undefined)
    return showMessage(c, {
      title: 'No such identity provider',
      text: 'The seed has none of that name.',
      status: 404,
    });
  const request = readRequest(c.req.query('SAMLRequest'));
  const acs = request?.acs ?? c.req.query('acs') ?? provider.acs;
  if (!mayReceive(acs))
    return showMessage(c, {
      title: 'This address may not have your sign-in',
      text: html`Assertions go to this machine (http://127.0.0.1) or to AWS, and not to ${acs}.`,
      status: 400,
    });
  const { person } = visitOf(context, c);
  const { pathname, search } = new URL(c.req.url);
  if (person === undefined) return c.redirect(signInPath(pathname + search), 302);
  const entry = { service: 'saml', action: 'SignOn', principal: person.user, resource: acs };
  if (samlRolesOf(provider, person).length === 0) {
    context.audit({ ...entry, outcome: 'denied', error: 'no-role' });
    return showMessage(c, {
      title: 'No role is yours here',
      text: html`${provider.name} lists no role for you, so there is nothing to sign in to. Sign in as somebody else, or ask whoever keeps the emulator's seed file.`,
      status: 403,
      person,
    });
  }
  context.audit({ ...entry, outcome: 'allowed' });
  const response = samlResponse(context, provider, person, { acs, requestId: request?.id });
  context.issued('saml-response', response);
  const relayState = c.req.query('RelayState');
  letFormsLeadTo(c, acs, sendsItself);
  return showPage(c, {
    title: 'Signing in',
    person,
    body: html`<h1>Signing in</h1>
<p role="status">Your sign-in goes to <code>${new URL(acs).origin}</code>.</p>
<form method="post" action="${acs}">
<input type="hidden" name="SAMLResponse" value="${response}">
${relayState === undefined ? '' : html`<input type="hidden" name="RelayState" value="${relayState}">`}
<button type="submit">Go on</button>
</form>
<script>${raw(sendsItself)}</script>`,
  });
}

/** What a SAML request of the redirect binding says: deflated, then Base64. Undefined for anything that is none. */
function readRequest(text: string | undefined): { readonly id?: string; readonly acs?: string } | undefined {
  if (text === undefined) return undefined;
  let xml: string;
  try {
    xml = inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: 65_536 }).toString();
  } catch {
    return undefined;
  }
  const attribute = (name: string) => new RegExp(`\\s${name}=["']([^"']*)["']`).exec(xml)?.[1];
  const [id, acs] = [attribute('ID'), attribute('AssertionConsumerServiceURL')];
  return { ...(id !== undefined && { id }), ...(acs !== undefined && { acs: acs.replaceAll('&amp;', '&') }) };
}

function mayReceive(acs: string): boolean {
  if (acs === awsSignIn) return true;
  if (!URL.canParse(acs)) return false;
  const { protocol, hostname } = new URL(acs);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
