import type { Context as Request } from 'hono';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import type { Person } from '../seed/seed.ts';
import { type Html, showPage } from './layout.ts';
import { signInPath } from './next-path.ts';
import { followsPortalLinks } from './portal-link.ts';
import { visitOf } from './visit.ts';

/** GET /, /start and /start/: the access portal, with the accounts and roles of whoever is signed in. */
export function getStart(context: Context, c: Request): Response | Promise<Response> {
  const { person } = visitOf(context, c);
  if (person === undefined) return c.redirect(signInPath('/start'), 302);
  return showPage(c, {
    title: 'Your accounts',
    person,
    wide: true,
    body: html`<h1>Accounts of ${person.displayName}</h1>
${accountList(context, person)}
<p class="actions"><a class="button" href="/device">Enter a device code</a></p>
${followsPortalLinks(c)}`,
  });
}

function accountList(context: Context, person: Person): Html {
  const accounts = context.directory.accountsOf(person);
  if (accounts.length === 0)
    return html`<p>Nothing is assigned to you: no account and no role. Ask whoever keeps the emulator's seed file to put you into a group.</p>`;
  const roles = accounts.map((account) => context.directory.permissionSetsOf(person, account.id));
  return html`<p>${count(accounts.length, 'account')} and ${count(roles.flat().length, 'role')} are assigned to you.</p>
<ul class="accounts">
${accounts.map(
  ({ id, name }, index) => html`<li>
<div><h2>${name}</h2><span class="number">${id}</span></div>
<ul class="roles" aria-label="Roles in ${name}">${roles[index]?.map((role) => html`<li>${role.name}</li>`)}</ul>
</li>
`,
)}</ul>`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
