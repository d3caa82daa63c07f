import type { Context as Request } from 'hono';
import { html, raw } from 'hono/html';
import type { Context } from '../context.ts';
import { arnOf } from '../sts/session.ts';
import { permissionSetSession } from '../sts/session-keys.ts';
import { openConsole } from './federation.ts';
import { letRun } from './headers.ts';
import { type Html, showMessage } from './layout.ts';
import { signInPath } from './next-path.ts';
import { visitOf } from './visit.ts';

// What stands behind # never reaches a server, so a link of the portal is read where it was opened.
const script =
  "if(location.hash.startsWith('#/console?'))location.replace('/start/console'+location.hash.slice(9))";

/** For the pages at which a link of the portal (`/start/#/console?…`) may arrive: leads on to `/start/console?…`. */
export function followsPortalLinks(c: Request): Html {
  letRun(c, script);
  return html`<script>${raw(script)}</script>`;
}

/** GET /start/console with `account_id`, `role_name` and perhaps `destination`: opens the console as that role. */
export function getPortalLink(context: Context, c: Request): Response | Promise<Response> {
  const { person } = visitOf(context, c);
  const { pathname, search } = new URL(c.req.url);
  if (person === undefined) return c.redirect(signInPath(pathname + search), 302);
  const [account, name] = [c.req.query('account_id') ?? '', c.req.query('role_name') ?? ''];
  const set = context.directory.permissionSetsOf(person, account).find((one) => one.name === name);
  if (set === undefined) {
    const entry = { service: 'signin', action: 'ConsoleLogin', principal: person.user } as const;
    context.audit({ ...entry, outcome: 'denied', error: 'not-assigned' });
    return showMessage(c, {
      title: 'This role is not yours',
      text: 'The link names an account and a role that are not assigned to you together.',
      status: 403,
      person,
      way: { href: '/start', label: 'Go to the start page' },
    });
  }
  const session = permissionSetSession(context, account, name, person);
  return openConsole(context, c, c.req.query('destination') ?? 'https://console.aws.amazon.com/', {
    account,
    role: session.roleName,
    permissionSet: name,
    arn: arnOf(session),
    principal: person.user,
    expiresAt: context.now().getTime() + set.session,
  });
}
