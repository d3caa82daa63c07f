import type { Context as Request } from 'hono';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import { checkFormToken, formToken, readForm, showStaleForm } from './form.ts';
import { showPage } from './layout.ts';
import { nextPath, signInPath } from './next-path.ts';
import { followsPortalLinks } from './portal-link.ts';
import { endVisit, startVisit, type Visit, visitOf } from './visit.ts';

/** GET /sign-in: the form; whoever is signed in already goes on to where they wanted to be. */
export function getSignIn(context: Context, c: Request): Response | Promise<Response> {
  const next = nextPath(c.req.query('next'), context.origin);
  const visit = visitOf(context, c);
  if (visit.person !== undefined) return c.redirect(next, 302);
  return showSignIn(context, c, visit, next);
}

/** POST /sign-in with `user` (name or e-mail), `password`, `next` and `csrf`. */
export async function postSignIn(context: Context, c: Request): Promise<Response> {
  const field = await readForm(c);
  const next = nextPath(field('next'), context.origin);
  const visit = visitOf(context, c);
  if (!checkFormToken(context, visit, 'sign-in', field('csrf'))) return showStaleForm(c, signInPath(next));
  const person = context.directory.checkPassword(field('user'), field('password'));
  if (person === undefined) {
    // Only a name that exists is written down: people type passwords into the wrong field.
    const known = context.directory.findPerson(field('user').trim());
    context.audit({
      service: 'signin',
      action: 'SignIn',
      outcome: 'denied',
      error: 'wrong-password',
      ...(known !== undefined && { principal: known.user }),
    });
    return showSignIn(context, c, visit, next, field('user'));
  }
  startVisit(context, c, visit, person);
  context.audit({ service: 'signin', action: 'SignIn', outcome: 'allowed', principal: person.user });
  return c.redirect(next, 303);
}

function showSignIn(
  context: Context,
  c: Request,
  visit: Visit,
  next: string,
  refused?: string,
): Response | Promise<Response> {
  const wrong = refused !== undefined;
  const invalid = wrong ? html`aria-invalid="true" aria-describedby="error"` : '';
  return showPage(c, {
    title: wrong ? 'Error: Sign in' : 'Sign in',
    status: wrong ? 403 : 200,
    body: html`<h1>Sign in</h1>
${wrong ? html`<p class="error" id="error" role="alert">User name or password is not right. Try again.</p>` : ''}
<form method="post" action="/sign-in">
${formToken(context, visit, 'sign-in')}
<input type="hidden" name="next" value="${next}">
<label for="user">User name or e-mail</label>
<input type="text" id="user" name="user" value="${refused ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" required ${wrong ? '' : 'autofocus'} ${invalid}>
<label for="password">Password</label>
<input type="password" id="password" name="password" autocomplete="current-password" required ${wrong ? 'autofocus' : ''} ${invalid}>
<button type="submit">Sign in</button>
</form>
<p class="note">People and passwords come from the emulator's seed file. Never type a real password here.</p>
${followsPortalLinks(c)}`,
  });
}

/** GET /sign-out: asks; a link alone signs nobody out. */
export function getSignOut(context: Context, c: Request): Response | Promise<Response> {
  const next = nextPath(c.req.query('next'), context.origin);
  const visit = visitOf(context, c);
  if (visit.person === undefined) return c.redirect(signInPath(next), 302);
  return showPage(c, {
    title: 'Sign out',
    body: html`<h1>Sign out ${visit.person.displayName}?</h1>
<p>This signs out this browser. Programs that are signed in stay so until you sign them out.</p>
<form method="post" action="/sign-out">
${formToken(context, visit, 'sign-out')}
<input type="hidden" name="next" value="${next}">
<p class="actions"><button type="submit">Sign out</button> <a class="button quiet" href="${next}">Stay signed in</a></p>
</form>`,
  });
}

/** POST /sign-out with `csrf` and `next`, where the next person comes to after signing in. */
export async function postSignOut(context: Context, c: Request): Promise<Response> {
  const field = await readForm(c);
  const next = nextPath(field('next'), context.origin);
  const visit = visitOf(context, c);
  if (!checkFormToken(context, visit, 'sign-out', field('csrf')))
    return showStaleForm(c, `/sign-out?next=${encodeURIComponent(next)}`);
  if (visit.person !== undefined) {
    endVisit(context, c, visit);
    context.audit({
      service: 'signin',
      action: 'SignOut',
      outcome: 'allowed',
      principal: visit.person.user,
    });
  }
  return c.redirect(signInPath(next), 303);
}
