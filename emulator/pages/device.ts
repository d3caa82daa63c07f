import type { Context as Request } from 'hono';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import { type DeviceView, decideDevice, findDevice } from '../oidc/grants.ts';
import type { Person } from '../seed/seed.ts';
import { checkFormToken, decisionOf, formToken, readForm, showStaleForm } from './form.ts';
import { showMessage, showPage } from './layout.ts';
import { signInPath } from './next-path.ts';
import { scopeList } from './scope-list.ts';
import { type Visit, visitOf } from './visit.ts';

const another = { href: '/device', label: 'Enter another code' };

/** GET /device: asks for a code; with `user_code`, asks for the decision about it. Changes nothing. */
export function getDevice(context: Context, c: Request): Response | Promise<Response> {
  const visit = visitOf(context, c);
  const typed = c.req.query('user_code')?.trim() ?? '';
  if (typed === '') return showCodeForm(c, visit.person);
  const device = findDevice(context, typed);
  if (device === undefined) return showCodeForm(c, visit.person, typed);
  if (device.status !== 'pending') return showClosed(c, device, visit.person);
  if (visit.person === undefined) return c.redirect(signInPath(devicePath(device.userCode)), 302);
  return showDecision(context, c, visit, visit.person, device);
}

/** POST /device with `user_code`, `decision` (`approve` or `deny`) and `csrf`. */
export async function postDevice(context: Context, c: Request): Promise<Response> {
  const field = await readForm(c);
  const visit = visitOf(context, c);
  const userCode = field('user_code');
  const decision = decisionOf(field('decision'));
  if (!checkFormToken(context, visit, 'device', field('csrf'), userCode) || decision === undefined)
    return showStaleForm(c, devicePath(userCode));
  if (visit.person === undefined) return c.redirect(signInPath(devicePath(userCode)), 303);
  const device = decideDevice(context, userCode, visit.person.user, decision);
  if (device === undefined) return showCodeForm(c, visit.person, userCode);
  if (!device.decided) return showClosed(c, device, visit.person);
  if (decision === 'denied')
    return showMessage(c, {
      title: 'Denied',
      text: html`${device.clientName} gets nothing. You can close this tab.`,
      person: visit.person,
      tone: 'plain',
    });
  return showMessage(c, {
    title: 'Approved',
    text: html`${device.clientName} is signed in as ${visit.person.displayName}. You can close this tab and go back to your terminal.`,
    person: visit.person,
    tone: 'done',
  });
}

function showCodeForm(
  c: Request,
  person: Person | undefined,
  unknown?: string,
): Response | Promise<Response> {
  const wrong = unknown !== undefined;
  return showPage(c, {
    title: wrong ? 'Error: Enter the code' : 'Enter the code',
    status: wrong ? 404 : 200,
    person,
    body: html`<h1>Enter the code from your terminal</h1>
${wrong ? html`<p class="error" id="error" role="alert">There is no such code. Compare it with your terminal and type it again.</p>` : ''}
<form method="get" action="/device">
<label for="user_code">Code</label>
<input class="code-field" type="text" id="user_code" name="user_code" value="${unknown ?? ''}" maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus aria-describedby="${wrong ? 'error ' : ''}shape"${wrong ? html` aria-invalid="true"` : ''}>
<p class="note" id="shape">Eight letters. Small letters are fine, and the dash may be left out.</p>
<button type="submit">Continue</button>
</form>`,
  });
}

function showDecision(
  context: Context,
  c: Request,
  visit: Visit,
  person: Person,
  device: DeviceView,
): Response | Promise<Response> {
  return showPage(c, {
    title: 'Allow the sign-in?',
    person,
    body: html`<h1>Is this the code in your terminal?</h1>
<p class="code">${device.userCode}</p>
<p>Approve only if your terminal shows the same code. If somebody sent it to you, deny it.</p>
<dl>
<dt>Program</dt><dd>${device.clientName}</dd>
<dt>It may</dt><dd>${scopeList(device.scopes)}</dd>
<dt>As</dt><dd>${person.displayName} (${person.email})</dd>
</dl>
<form method="post" action="/device">
${formToken(context, visit, 'device', device.userCode)}
<input type="hidden" name="user_code" value="${device.userCode}">
<p class="actions">
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="deny" class="quiet">Deny</button>
</p>
</form>`,
  });
}

function showClosed(
  c: Request,
  device: DeviceView,
  person: Person | undefined,
): Response | Promise<Response> {
  if (device.status === 'expired')
    return showMessage(c, {
      title: 'This code has expired',
      text: 'Start the sign-in in your terminal again; it shows a new code.',
      status: 410,
      person,
      way: another,
    });
  return showMessage(c, {
    title: 'This code has been used',
    text: `Somebody has ${device.status === 'denied' ? 'denied' : 'approved'} it already, and a code works once. If that was not you, sign out in your terminal.`,
    status: 409,
    person,
    way: another,
  });
}

function devicePath(userCode: string): string {
  return `/device?user_code=${encodeURIComponent(userCode)}`;
}
