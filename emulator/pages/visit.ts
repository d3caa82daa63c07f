import { randomBytes } from 'node:crypto';
import type { Context as Request } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Context } from '../context.ts';
import type { Person } from '../seed/seed.ts';
import { hashOf } from '../state/sessions.ts';

/** A browser that looks at our pages, and who is signed in with it. */
export interface Visit {
  readonly id: string;
  readonly person: Person | undefined;
}

/** Recognizes the browser by its cookie, or gives it one. The cookie is a random id and nothing else. */
export function visitOf(context: Context, c: Request): Visit {
  const id = getCookie(c, cookieName(context, 'browser'));
  if (id === undefined) return { id: giveCookie(context, c, 'browser'), person: undefined };
  const session = context.sessions.content.browsers[hashOf(id)];
  const live = session !== undefined && session.expiresAt > context.now().getTime();
  return { id, person: live ? context.directory.findPerson(session.user) : undefined };
}

/** Signs a person in with this browser, under a new id, so that an id that somebody planted is worth nothing. */
export function startVisit(context: Context, c: Request, visit: Visit, person: Person): void {
  const id = giveCookie(context, c, 'browser');
  const now = context.now();
  const expiresAt = now.getTime() + context.seed.lifetimes.portalSession;
  context.sessions.change(now, ({ browsers }) => {
    delete browsers[hashOf(visit.id)];
    browsers[hashOf(id)] = { user: person.user, expiresAt };
  });
}

/** Signs out this browser; sign-ins of programs go on. */
export function endVisit(context: Context, c: Request, visit: Visit): void {
  giveCookie(context, c, 'browser');
  context.sessions.change(context.now(), ({ browsers }) => {
    delete browsers[hashOf(visit.id)];
  });
}

/** Gives the browser a new random id under a cookie of its own, and returns it. */
export function giveCookie(context: Context, c: Request, purpose: 'browser' | 'console'): string {
  const id = randomBytes(24).toString('base64url');
  setCookie(c, cookieName(context, purpose), id, { httpOnly: true, sameSite: 'Lax', path: '/' });
  return id;
}

/** Cookies ignore ports, and everything on this machine shares them: so the port stands in the name. */
export function cookieName(context: Context, purpose: 'browser' | 'console'): string {
  return `local-emulator-${purpose}-${new URL(context.origin).port}`;
}
