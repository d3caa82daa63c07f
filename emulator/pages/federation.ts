import type { Context as Request } from 'hono';
import type { Context } from '../context.ts';
import { type ConsoleSession, hashOf } from '../state/sessions.ts';
import { readForm } from './form.ts';
import { showMessage } from './layout.ts';
import { makeSigninToken, readSigninToken } from './signin-token.ts';
import { giveCookie } from './visit.ts';

// One per partition, as in the endpoint tables of the clients; regional consoles are below them.
const consoleHosts = [
  'console.aws.amazon.com',
  'console.amazonaws.cn',
  'console.amazonaws-us-gov.com',
  'console.amazonaws-eusc.eu',
];

/** GET /federation: `Action=getSigninToken` or `Action=login`. */
export function getFederation(context: Context, c: Request): Response | Promise<Response> {
  const action = c.req.query('Action');
  if (action === 'getSigninToken') return signinToken(context, c, (name) => c.req.query(name));
  if (action === 'login') return login(context, c);
  return showFault(c, `There is no Action "${action ?? ''}"; there are getSigninToken and login.`);
}

/** POST /federation: `Action=getSigninToken` as a form, so that no key stands in an address. */
export async function postFederation(context: Context, c: Request): Promise<Response> {
  const field = await readForm(c);
  const read = (name: string) => field(name) || c.req.query(name);
  if (read('Action') === 'getSigninToken') return signinToken(context, c, read);
  return showFault(c, 'POST only takes Action=getSigninToken.');
}

function signinToken(
  context: Context,
  c: Request,
  read: (name: string) => string | undefined,
): Response | Promise<Response> {
  const made = makeSigninToken(context, read('Session') ?? '', read('SessionDuration'));
  if ('fault' in made) {
    context.audit({
      service: 'signin',
      action: 'GetSigninToken',
      outcome: 'denied',
      error: 'invalid-credentials',
      detail: made.fault,
    });
    return showFault(c, made.fault);
  }
  const { account, role, arn } = made.access;
  context.audit({
    service: 'signin',
    action: 'GetSigninToken',
    outcome: 'allowed',
    principal: arn,
    account,
    role,
  });
  return c.json({ SigninToken: made.token });
}

function login(context: Context, c: Request): Response | Promise<Response> {
  const destination = c.req.query('Destination') ?? '';
  if (!isConsole(destination))
    return showFault(c, 'Destination must be an https address of the AWS console.');
  const access = readSigninToken(context, c.req.query('SigninToken') ?? '');
  if (access === undefined) {
    context.audit({ service: 'signin', action: 'ConsoleLogin', outcome: 'denied', error: 'invalid-token' });
    return showFault(
      c,
      'The sign-in token is not valid, or is older than 15 minutes. Open the console again.',
    );
  }
  const { endsAt, ...who } = access;
  return openConsole(context, c, destination, { ...who, expiresAt: endsAt });
}

/** Begins a console session in this browser and leads there; a page with status 400 where the destination is none. */
export function openConsole(
  context: Context,
  c: Request,
  destination: string,
  who: Omit<ConsoleSession, 'destination'>,
): Response | Promise<Response> {
  if (!isConsole(destination))
    return showFault(c, 'Destination must be an https address of the AWS console.');
  const id = giveCookie(context, c, 'console');
  context.sessions.change(context.now(), ({ consoles }) => {
    consoles[hashOf(id)] = { ...who, destination };
  });
  context.audit({
    service: 'signin',
    action: 'ConsoleLogin',
    outcome: 'allowed',
    principal: who.arn,
    account: who.account,
    role: who.role,
    resource: destination,
  });
  return c.redirect('/console', 302);
}

function isConsole(destination: string): boolean {
  if (!URL.canParse(destination)) return false;
  const { protocol, hostname } = new URL(destination);
  return (
    protocol === 'https:' && consoleHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))
  );
}

function showFault(c: Request, text: string): Response | Promise<Response> {
  return showMessage(c, { title: 'The console cannot be opened', text, status: 400 });
}
