import type { AuthSection, Identity } from '../domain/auth.ts';
import { Problem } from '../domain/problem.ts';
import { findIdentity } from '../identity/find-identity.ts';
import type { Candidate, IdentityChoice, Reason } from '../identity/pick-identity.ts';
import type { Ports } from '../ports.ts';

/** An identity and why, or nobody on purpose. */
export interface Chosen {
  readonly identity: Identity | undefined;
  readonly why: Reason;
  readonly lost: readonly Candidate[];
}

/**
 * Settles a choice that was left open by asking the person.
 * Throws Problem `identity-not-chosen` with the names where nobody can be asked.
 */
export async function settleChoice(
  ports: Pick<Ports, 'terminal'>,
  auth: AuthSection,
  choice: IdentityChoice,
): Promise<Chosen> {
  if (choice.type === 'identity') return choice;
  if (choice.type === 'without') return { ...choice, identity: undefined };
  const names = choice.choices.map(({ name }) => name);
  if (names.length === 0)
    throw new Problem({
      code: 'identity-not-chosen',
      message: 'This project defines no identity.',
      hint: 'Choose a profile that defines some, such as ATMOS_PROFILE=developers.',
    });
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'identity-not-chosen',
      message: `${choice.question} Nobody can be asked without a terminal.`,
      hint: `Name one with --identity: ${names.join(', ')}.`,
    });
  const name = await ports.terminal.pick(
    choice.question,
    choice.choices.map(({ name, kind, principal }) => ({
      value: name,
      hint: principal.permissionSet ?? principal.roleArn ?? kind,
    })),
  );
  return {
    identity: findIdentity(auth, name),
    why: { source: 'asked', text: 'chosen by you just now' },
    lost: [],
  };
}
