/** A person without a browser: plain HTTP, the cookies that were given, and the hidden fields that stood in the form. */
export class ScriptedPerson {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Somebody else who has got hold of the same cookies. */
  copy(): ScriptedPerson {
    const other = new ScriptedPerson(this.#origin);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  /** GETs a path and follows redirects as long as they stay here. */
  async open(path: string): Promise<Reply> {
    return this.#send(path, { headers: {} });
  }

  /** Posts `fields` as a form, exactly those, and follows redirects as long as they stay here. */
  async post(
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** Sends the form of a page, with its hidden fields and with what the person typed. */
  async submit(page: Reply, fields: Record<string, string>): Promise<Reply> {
    const action = /<form method="post" action="([^"]+)"/.exec(page.body)?.[1];
    if (action === undefined) throw new Error(`There is no form here: ${page.body}`);
    return this.post(action, { ...hiddenFields(page.body), ...fields });
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Reply> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#origin), {
      ...init,
      headers: { ...init.headers, cookie },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    const { status, headers } = response;
    const location = headers.get('location') ?? undefined;
    if (location?.startsWith('/')) return this.#send(location, { headers: {} });
    return { status, headers, location, body: await response.text() };
  }
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** A redirect that leads elsewhere, which is not followed. */
  readonly location: string | undefined;
  readonly body: string;
}

/** The hidden fields of the form in a page. */
export function hiddenFields(body: string): Record<string, string> {
  const fields = [...body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, decode(value)]));
}

/** A person who has signed in already; passwords are those of the acme seed. */
export async function signedIn(origin: string, user = 'dana'): Promise<ScriptedPerson> {
  const person = new ScriptedPerson(origin);
  await person.submit(await person.open('/sign-in'), { user, password: `local-${user}` });
  return person;
}

/** The main heading of a page. */
export function headingOf({ body }: Reply): string {
  return /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1] ?? '';
}

function decode(text: string): string {
  const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '');
}
