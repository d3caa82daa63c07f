import { createHash } from 'node:crypto';

/** The one stylesheet of all pages. It stands inside each page, so that a page is one request and nothing is cached. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --ground: #f3f1ec; --paper: #ffffff; --ink: #1d2126; --quiet: #565d66; --line: #d5d1c8; --edge: #858078;
  --act: #0b5a8a; --act-ink: #ffffff; --act-over: #084669; --bad: #a11722; --bad-ground: #fcecec;
  --good: #17693a; --mark: #ffd35c; --mark-ink: #2b2200; --code: #f3f1ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --paper: #1e2327; --ink: #eceae5; --quiet: #a9b0b8; --line: #363d44; --edge: #7d868f;
    --act: #7cc4f0; --act-ink: #08222f; --act-over: #a5d8f7; --bad: #ff9c9c; --bad-ground: #3a2023;
    --good: #7fd6a1; --mark: #e0b23c; --mark-ink: #1c1600; --code: #14171a;
  }
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.mark { margin: 0; padding: .6rem 1rem; background: var(--mark); color: var(--mark-ink); text-align: center; font-weight: 700; }
main { width: 100%; max-width: 36rem; margin: 0 auto; padding: 2.5rem 1rem 1.25rem; }
main.wide { max-width: 46rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.75rem; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
h2 { margin: 0; font-size: 1.0625rem; line-height: 1.35; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.card > :last-child, form > :last-child { margin-bottom: 0; }
a { color: var(--act); text-underline-offset: .15em; }
label { display: block; margin-bottom: .3rem; font-weight: 600; }
.note { color: var(--quiet); font-size: .9375rem; }
form + .note { margin-top: 1.25rem; }
input[type="text"], input[type="password"] {
  width: 100%; min-height: 2.75rem; margin-bottom: 1.1rem; padding: .5rem .75rem; border: 1px solid var(--edge);
  border-radius: .4rem; background: var(--paper); color: inherit; font: inherit;
}
input[aria-invalid="true"] { border-color: var(--bad); }
input.code-field { text-transform: uppercase; letter-spacing: .15em; font: 600 1.25rem/1.4 ui-monospace, Menlo, Consolas, monospace; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button, a.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .5rem 1.4rem;
  border: 1px solid var(--act); border-radius: .4rem; background: var(--act); color: var(--act-ink);
  font: inherit; font-weight: 600; text-decoration: none; white-space: nowrap; cursor: pointer;
}
button:hover, a.button:hover { background: var(--act-over); border-color: var(--act-over); }
button.quiet, a.quiet { background: transparent; border-color: var(--edge); color: var(--ink); }
button.quiet:hover, a.quiet:hover { background: var(--code); }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
p.error {
  margin: 0 0 1.25rem; padding: .75rem 1rem; border-left: .25rem solid var(--bad); border-radius: .25rem;
  background: var(--bad-ground); color: var(--bad); font-weight: 600;
}
.code {
  margin: 0 0 1.25rem; padding: .9rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--code); text-align: center;
  font: 700 1.75rem/1.3 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .12em; overflow-wrap: anywhere;
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: .5rem 1.25rem; margin: 0 0 1.25rem; }
dt { color: var(--quiet); }
dd code { display: block; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
code, .number { font: .875em/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.accounts { margin: 1.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.accounts > li { display: grid; grid-template-columns: 12rem 1fr; gap: .4rem 1.25rem; padding: 1rem 0; border-bottom: 1px solid var(--line); }
.accounts .number { color: var(--quiet); }
.roles { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0; padding: 0; list-style: none; align-content: start; }
.roles li { padding: .15rem .65rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--code); font-size: .9375rem; }
.done::before { content: "\\2713\\00a0" / ""; color: var(--good); }
footer p { margin: 0 0 .4rem; text-wrap: balance; }
footer { max-width: 34rem; margin: 0 auto; padding: 0 1rem 2rem; color: var(--quiet); font-size: .875rem; text-align: center; }
@media (max-width: 34rem) {
  main { padding-top: 1rem; }
  .card { padding: 1.25rem; }
  dl, .accounts > li { grid-template-columns: 1fr; gap: .1rem; }
  dt { font-size: .875rem; }
  dd { margin-bottom: .6rem; }
  .roles { margin-top: .4rem; }
  .actions > * { flex: 1 1 9rem; }
}
`;

/** What a Content-Security-Policy says to allow this stylesheet and no other. */
export const stylesheetSource = `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`;
