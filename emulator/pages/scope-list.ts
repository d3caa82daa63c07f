import { html } from 'hono/html';
import type { Html } from './layout.ts';

const meanings: Record<string, string> = {
  'sso:account:access': 'see your accounts and roles, and get keys for them',
  'sso-portal:*': 'see your accounts and roles, and get keys for them (older form)',
};

/** What a client asks for, in words and as it wrote it. */
export function scopeList(scopes: readonly string[]): Html {
  // A client that names no scope gets what the older clients got: everything in the portal.
  if (scopes.length === 0) return html`see your accounts and roles, and get keys for them`;
  return html`${scopes.map((scope, index) => {
    const meaning = Object.hasOwn(meanings, scope) ? html`${meanings[scope]} ` : '';
    return html`${index > 0 ? html`<br>` : ''}${meaning}<code>${scope}</code>`;
  })}`;
}
