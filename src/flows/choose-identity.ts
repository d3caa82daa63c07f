import type { AuthSection, Identity } from '../domain/auth.ts';
import { Problem } from '../domain/problem.ts';
import { listed } from '../domain/suggestion.ts';
import { findIdentity } from '../identity/find-identity.ts';
import type { Candidate, IdentityChoice, Reason } from '../identity/pick-identity.ts';
import type { Ports } from '../ports.ts';
import { recentIdentities, rememberIdentity } from './recent-identities.ts';

type ChoiceNeeds = Pick<Ports, 'terminal' | 'files' | 'writer' | 'here'>;

/** An identity and why, or nobody on purpose. */
export interface Chosen {
  readonly identity: Identity | undefined;
  readonly why: Reason;
  readonly lost: readonly Candidate[];
}

/**
 * Settles a choice that was left open by asking the person, who finds first what she used lately. What a person at a
 * terminal names or chooses is remembered for the next question.
 * Throws Problem `identity-not-chosen` with the names where nobody can be asked.
 */
export async function settleChoice(
  ports: ChoiceNeeds,
  auth: AuthSection,
  choice: IdentityChoice,
): Promise<Chosen> {
  if (choice.type === 'identity') {
    const { identity, why } = choice;
    if (why.source === 'flag' && ports.terminal.interactive)
      rememberIdentity(ports, auth.realm, identity.name);
    return choice;
  }
  if (choice.type === 'without') return { ...choice, identity: undefined };
  const choices = recentFirst(choice.choices, recentIdentities(ports, auth.realm));
  const names = choices.map(({ name }) => name);
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
      hint: `Name one with --identity: ${listed(names, mostTold)}.`,
    });
  const name = await ports.terminal.pick(
    choice.question,
    choices.map((one) => ({ value: one.name, hint: hintOf(one) })),
  );
  rememberIdentity(ports, auth.realm, name);
  return {
    identity: findIdentity(auth, name),
    why: { source: 'asked', text: 'chosen by you just now' },
    lost: [],
  };
}

/** Of a thousand names nobody reads more. */
const mostTold = 40;

function recentFirst(choices: readonly Identity[], recent: readonly string[]): readonly Identity[] {
  const rank = new Map(recent.map((name, index) => [name.toLowerCase(), index]));
  const rankOf = ({ id }: Identity) => rank.get(id) ?? recent.length;
  return [...choices].sort((one, other) => rankOf(one) - rankOf(other));
}

/** What is typed to narrow the list is looked for in it as well. */
function hintOf({ alias, kind, principal }: Identity): string {
  const { permissionSet, roleArn, accountId, accountName } = principal;
  const account = accountName ?? accountId;
  return [
    permissionSet === undefined ? (roleArn ?? kind) : permissionSet,
    ...(permissionSet === undefined || account === undefined ? [] : [`in ${account}`]),
    ...(alias === undefined ? [] : [`(${alias})`]),
  ].join(' ');
}
