import type { Context as Request } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import { type ConsoleSession, hashOf } from '../state/sessions.ts';
import { type Html, showMessage, showPage } from './layout.ts';
import { cookieName } from './visit.ts';

/** GET /console: says who would be at work here, in which account, and until when. */
export function getConsole(context: Context, c: Request): Response | Promise<Response> {
  const id = getCookie(c, cookieName(context, 'console'));
  const session = id === undefined ? undefined : context.sessions.content.consoles[hashOf(id)];
  if (session === undefined)
    return showMessage(c, {
      title: 'No console session',
      text: 'This browser has not opened the console. Open it from your terminal.',
      status: 401,
      way: { href: '/start', label: 'Go to the start page' },
    });
  const account =
    context.directory.findAccount(session.account)?.name ?? 'an account that the seed no longer has';
  const left = session.expiresAt - context.now().getTime();
  if (left <= 0)
    return showMessage(c, {
      title: 'The console session has expired',
      text: html`It showed ${account} (<span class="number">${session.account}</span>) as ${nameOf(session)} until ${moment(session.expiresAt)}. Open the console again from your terminal.`,
      status: 401,
      way: { href: '/start', label: 'Go to the start page' },
    });
  return showPage(c, {
    title: `Console: ${account}`,
    wide: true,
    body: html`<h1>Console of ${account}</h1>
<p>Here the AWS console would open, with these rights:</p>
<dl>
<dt>Account</dt><dd>${account} (<span class="number">${session.account}</span>)</dd>
${session.permissionSet === undefined ? '' : html`<dt>Permission set</dt><dd>${session.permissionSet}</dd>`}
<dt>Role</dt><dd>${session.role}</dd>
<dt>ARN</dt><dd><code>${session.arn}</code></dd>
<dt>Principal</dt><dd>${session.principal}</dd>
<dt>Destination</dt><dd><code>${session.destination}</code></dd>
<dt>Until</dt><dd>${moment(session.expiresAt)} (${timeLeft(left)} left)</dd>
</dl>
<p class="note">You can close this tab.</p>`,
  });
}

function nameOf({ permissionSet, role }: ConsoleSession): string {
  return permissionSet ?? role;
}

function moment(time: number): Html {
  const text = new Date(time).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 19)} UTC</time>`;
}

function timeLeft(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
