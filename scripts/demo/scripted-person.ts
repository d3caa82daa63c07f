import { type HTMLElement, parse } from 'node-html-parser';

export interface PersonsWords {
  readonly user: string;
  readonly password: string;
}

/** A page as a browser would hold it: where it came from, and what stands on it. */
interface Page {
  readonly url: string;
  readonly status: number;
  readonly root: HTMLElement;
}

/**
 * Signs in and approves at the address that `auth login` shows, with plain HTTP: the same pages, forms and cookies
 * that a browser would use. Takes every step that it takes to the page that says how it ended, and returns that
 * page's heading. Throws an Error that quotes the page where a form is missing or is refused.
 */
export async function approve(
  url: string,
  { user, password }: PersonsWords,
  decision: 'Approve' | 'Deny' = 'Approve',
): Promise<string> {
  const person = new Visitor();
  const signIn = await person.open(url);
  const consent = await person.submit(signIn, 'Sign in', { user, password });
  const end = await person.submit(consent, decision, {});
  return headingOf(end);
}

class Visitor {
  readonly #cookies = new Map<string, string>();

  open(url: string): Promise<Page> {
    return this.#ask(url, {});
  }

  /** Sends the form that has this button, with its own fields, what was typed, and the button's value. */
  submit(page: Page, button: string, typed: Readonly<Record<string, string>>): Promise<Page> {
    const form = page.root
      .querySelectorAll('form')
      .find((one) => one.querySelectorAll('button').some(({ text }) => text.trim() === button));
    const pressed = form?.querySelectorAll('button').find(({ text }) => text.trim() === button);
    if (page.status >= 400 || form === undefined || pressed === undefined)
      throw new Error(`${page.url} shows no "${button}" but (${page.status}) "${headingOf(page)}".`);
    const body = new URLSearchParams();
    for (const field of [...form.querySelectorAll('input'), pressed]) {
      const name = field.getAttribute('name');
      if (name !== undefined) body.append(name, typed[name] ?? field.getAttribute('value') ?? '');
    }
    const action = new URL(form.getAttribute('action') ?? '', page.url);
    return this.#ask(action.href, { method: 'POST', body });
  }

  async #ask(url: string, init: RequestInit): Promise<Page> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const sign = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, sign), pair.slice(sign + 1));
    }
    const next = answer.headers.get('location');
    if (next !== null) return this.#ask(new URL(next, url).href, {});
    return { url, status: answer.status, root: parse(await answer.text()) };
  }
}

function headingOf({ root }: Page): string {
  return root.querySelector('h1')?.text.trim() ?? 'a page without a heading';
}
