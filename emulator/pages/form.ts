import type { Context as Request } from 'hono';
import { html } from 'hono/html';
import type { Context } from '../context.ts';
import { sameText } from '../state/key.ts';
import { type Html, showMessage } from './layout.ts';
import type { Visit } from './visit.ts';

/** The forms that change something. */
type FormName = 'sign-in' | 'sign-out' | 'device' | 'authorize';

/** The hidden field that proves that this browser was shown this form for this request (an id, a code, or nothing). */
export function formToken(context: Context, visit: Visit, form: FormName, request = ''): Html {
  return html`<input type="hidden" name="csrf" value="${tokenOf(context, visit, form, request)}">`;
}

/** True when the posted token belongs to this browser, this form and this request. */
export function checkFormToken(
  context: Context,
  visit: Visit,
  form: FormName,
  posted: string,
  request = '',
): boolean {
  return sameText(posted, tokenOf(context, visit, form, request));
}

function tokenOf(context: Context, visit: Visit, form: FormName, request: string): string {
  return context.key.derive('form-token', JSON.stringify([visit.id, form, request])).toString('base64url');
}

/** Reads one text field of a posted form; the empty string where it is missing or a file. */
export async function readForm(c: Request): Promise<(name: string) => string> {
  const fields = await c.req.parseBody();
  return (name) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
}

/** What the button that was pressed means; undefined for anything that no button of ours says. */
export function decisionOf(value: string): 'approved' | 'denied' | undefined {
  if (value === 'approve') return 'approved';
  return value === 'deny' ? 'denied' : undefined;
}

/** Answers a form whose token does not fit: nothing was done, and here is the form again. */
export function showStaleForm(c: Request, href: string): Response | Promise<Response> {
  return showMessage(c, {
    title: 'This form is out of date',
    text: 'Nothing was changed. The form was opened before you signed in or out, or your browser keeps no cookies for this address. Open it again and send it once more.',
    status: 403,
    way: { href, label: 'Open it again' },
  });
}
