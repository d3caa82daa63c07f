import { randomBytes } from 'node:crypto';
import type { ChainStep, SamlTarget } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import { rolesIn } from '../identity/saml-roles.ts';
import type { Ports, Proof } from '../ports.ts';
import { awaitBrowser } from './await-browser.ts';

export type SamlNeeds = Pick<Ports, 'clock' | 'terminal' | 'browser' | 'assertions' | 'interrupts' | 'here'>;

/**
 * Lets a person sign in at her company's identity provider, in her browser, and returns its assertion for a role.
 * Throws Problem `login-required` in CI, `port-in-use`, `login-expired`, `interrupted`, and `role-not-assigned` where
 * the assertion does not offer the role.
 */
export async function samlAssertion(
  ports: SamlNeeds,
  root: SamlTarget,
  { roleArn, identity }: ChainStep & { kind: 'aws/assume-role' },
): Promise<Proof> {
  if (ports.here.unattended) throw nobodyThere(root, identity);
  const state = randomBytes(24).toString('base64url');
  const { signal, dispose } = ports.interrupts.listen();
  const waiting = await ports.assertions.listen(root.callbackPort, state);
  try {
    const url = waiting.signInUrl(root.url);
    const missing = ports.browser.missing();
    ports.terminal.say(
      missing === undefined
        ? `Opening your browser to sign in at ${root.provider}.\nIf none opens, follow this address:\n\n  ${url}\n`
        : `No browser is used here (${missing}). Open this address in one on this machine, or with ${waiting.address} forwarded to it:\n\n  ${url}\n`,
    );
    if (missing === undefined) await ports.browser.open(url);
    const assertion = await awaitBrowser(ports, (both) => waiting.answer(both), signal);
    return { type: 'assertion', assertion, principalArn: principalFor(roleArn, assertion, root) };
  } finally {
    waiting.close();
    dispose();
  }
}

function principalFor(roleArn: string, assertion: string, { provider }: SamlTarget): string {
  const offered = rolesIn(assertion);
  const match = offered.find((role) => role.roleArn === roleArn);
  if (match !== undefined) return match.principalArn;
  throw new Problem({
    code: 'role-not-assigned',
    message: `${provider} does not offer you the role ${roleArn}.`,
    hint:
      offered.length === 0
        ? 'Its assertion offers none: ask whoever administers it.'
        : `It offers ${offered.map((role) => role.roleArn).join(', ')}.`,
  });
}

function nobodyThere({ provider }: SamlTarget, identity: string): Problem {
  return new Problem({
    code: 'login-required',
    message: `${identity} needs a sign-in at ${provider}, and in CI nobody is there to do it in a browser.`,
    hint: 'Use an identity whose provider is of kind github/oidc, or one with keys of its own.',
  });
}
