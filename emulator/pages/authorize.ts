import type { Context as Request } from 'hono';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import {
  type AuthorizeView,
  decideAuthorizeRequest,
  findAuthorizeRequest,
  openAuthorizeRequest,
} from '../oidc/grants.ts';
import type { Person } from '../seed/seed.ts';
import { checkFormToken, decisionOf, formToken, readForm, showStaleForm } from './form.ts';
import { letFormsLeadTo } from './headers.ts';
import { showMessage, showPage } from './layout.ts';
import { signInPath } from './next-path.ts';
import { scopeList } from './scope-list.ts';
import { type Visit, visitOf } from './visit.ts';

/**
 * GET /authorize: a client's parameters open a request, and `request` shows one that is open. Never decides:
 * a client or redirect URI in doubt gets a page and no redirect (RFC 6749 §4.1.2.1).
 */
export function getAuthorize(context: Context, c: Request): Response | Promise<Response> {
  const params = new URL(c.req.url).searchParams;
  const id = params.get('request');
  if (id === null) return openRequest(context, c, params);
  const visit = visitOf(context, c);
  const request = findAuthorizeRequest(context, id);
  if (request?.status !== 'open') return showClosed(c, request, visit.person);
  if (visit.person === undefined) return c.redirect(signInPath(requestPath(id)), 302);
  return showConsent(context, c, visit, visit.person, request);
}

/** POST /authorize with `request`, `decision` (`approve` or `deny`) and `csrf`. */
export async function postAuthorize(context: Context, c: Request): Promise<Response> {
  const field = await readForm(c);
  const visit = visitOf(context, c);
  const id = field('request');
  const decision = decisionOf(field('decision'));
  if (!checkFormToken(context, visit, 'authorize', field('csrf'), id) || decision === undefined)
    return showStaleForm(c, requestPath(id));
  if (visit.person === undefined) return c.redirect(signInPath(requestPath(id)), 303);
  const answer = decideAuthorizeRequest(context, id, visit.person.user, decision);
  if (answer === undefined) return showClosed(c, findAuthorizeRequest(context, id), visit.person);
  return c.redirect(answer.redirectTo, 302);
}

function openRequest(context: Context, c: Request, params: URLSearchParams): Response | Promise<Response> {
  const opened = openAuthorizeRequest(context, params);
  // The parameters leave the address bar, and a reload shows the same request instead of opening another.
  if ('id' in opened) return c.redirect(requestPath(opened.id), 302);
  if (opened.fault.redirectTo !== undefined) return c.redirect(opened.fault.redirectTo, 302);
  context.audit({
    service: 'pages',
    action: 'OpenAuthorization',
    outcome: 'failed',
    error: opened.fault.error,
  });
  return showMessage(c, {
    title: 'This sign-in cannot go on',
    text: html`${opened.fault.description} Start the sign-in in your terminal again; if this page comes back, the program asks wrongly (<code>${opened.fault.error}</code>).`,
    status: 400,
    way: { href: '/start', label: 'Go to the start page' },
  });
}

function showConsent(
  context: Context,
  c: Request,
  visit: Visit,
  person: Person,
  request: AuthorizeView,
): Response | Promise<Response> {
  letFormsLeadTo(c, request.redirectUri);
  return showPage(c, {
    title: 'Allow the sign-in?',
    person,
    body: html`<h1>Allow ${request.clientName} to sign in as you?</h1>
<p>Approve only if you have just started this sign-in yourself.</p>
<dl>
<dt>Program</dt><dd>${request.clientName}</dd>
<dt>It may</dt><dd>${scopeList(request.scopes)}</dd>
<dt>As</dt><dd>${person.displayName} (${person.email})</dd>
<dt>Goes back to</dt><dd><code>${request.redirectUri}</code></dd>
</dl>
<form method="post" action="/authorize">
${formToken(context, visit, 'authorize', request.id)}
<input type="hidden" name="request" value="${request.id}">
<p class="actions">
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</p>
</form>`,
  });
}

function showClosed(
  c: Request,
  request: AuthorizeView | undefined,
  person: Person | undefined,
): Response | Promise<Response> {
  const way = { href: '/start', label: 'Go to the start page' };
  if (request?.status === 'decided')
    return showMessage(c, {
      title: 'This sign-in has been decided',
      text: 'It was approved or denied already, and that stands. Look at your terminal; to sign in again, start there.',
      status: 409,
      person,
      way,
    });
  return showMessage(c, {
    title: 'This sign-in is no longer open',
    text: 'It has expired or was never started here. Start it in your terminal again.',
    status: request === undefined ? 404 : 410,
    person,
    way,
  });
}

function requestPath(id: string): string {
  return `/authorize?request=${encodeURIComponent(id)}`;
}
