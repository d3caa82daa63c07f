import type { Context as Request } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Person } from '../seed/seed.ts';
import { stylesheet } from './stylesheet.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

interface Page {
  readonly title: string;
  readonly body: Html;
  /** Shown with a way to sign out. */
  readonly person?: Person | undefined;
  readonly status?: ContentfulStatusCode;
  readonly wide?: boolean;
}

/** Answers with a page. The mark that says what this is stands on every one of them. */
export function showPage(c: Request, page: Page): Response | Promise<Response> {
  const here = c.req.method === 'GET' ? c.req.path + new URL(c.req.url).search : '/start';
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} – Local emulator</title>
<style>${raw(stylesheet)}</style>
</head>
<body>
<header><p class="mark">Local emulator — not AWS</p></header>
<main${page.wide === true ? html` class="wide"` : ''}><div class="card">
${page.body}
</div></main>
<footer>
${
  page.person === undefined
    ? ''
    : html`<p>Signed in as ${page.person.displayName} (${page.person.user}). <a href="/sign-out?next=${encodeURIComponent(here)}">Sign out</a></p>`
}
<p>An Identity Center that runs on this machine only. Nothing here reaches AWS.</p>
</footer>
</body>
</html>`,
    page.status ?? 200,
  );
}

interface Message {
  readonly title: string;
  readonly text: Html | string;
  readonly status?: ContentfulStatusCode;
  readonly person?: Person | undefined;
  /** Where a person can go from here. */
  readonly way?: { readonly href: string; readonly label: string } | undefined;
  /** `error` unless said otherwise; `done` is the good end of a story. */
  readonly tone?: 'error' | 'plain' | 'done';
}

/** Answers with a page that says one thing and shows a way on. */
export function showMessage(c: Request, message: Message): Response | Promise<Response> {
  const { title, text, way, tone = 'error', ...rest } = message;
  return showPage(c, {
    ...rest,
    title,
    body: html`<h1 class="${tone}">${title}</h1>
<p role="${tone === 'error' ? 'alert' : 'status'}">${text}</p>
${way === undefined ? '' : html`<p class="actions"><a class="button" href="${way.href}">${way.label}</a></p>`}`,
  });
}
