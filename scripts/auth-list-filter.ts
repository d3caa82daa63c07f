import { identityKinds, isOfKind, providerKinds } from '../src/domain/auth-kinds.ts';
import type { AuthAnswer } from '../src/flows/auth-answer.ts';
import { noIdentity, noProvider } from '../src/identity/find-identity.ts';
import { usage } from './grammar/read-call.ts';
import { type Call, isOn, textFlag, textsFlag } from './grammar/verb.ts';
import type { ListFilter } from './speak/auth-list/listing.ts';

/**
 * What the flags of `auth list` leave. Throws Problem `usage` where two of them contradict each other and for a kind
 * that neither we nor the project know, and `identity-not-found` or `provider-not-found` for a name that is not here.
 */
export function listFilter(call: Call, { providers, identities }: AuthAnswer): ListFilter {
  const [named, who] = [textsFlag(call, 'providers'), textsFlag(call, 'identities')];
  if (named !== undefined && who !== undefined)
    throw usage(call.verb, '--providers and --identities cannot be used together.');
  if (named !== undefined)
    refuseUnknown(
      named,
      providers.map(({ name }) => name),
      noProvider,
    );
  if (who !== undefined)
    refuseUnknown(
      who,
      identities.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias])),
      noIdentity,
    );
  const [kind, account] = [textFlag(call, 'kind'), textFlag(call, 'account')];
  if (kind !== undefined) refuseUnknownKind(call, kind, [...providers, ...identities]);
  return {
    ...(named !== undefined && { providers: named }),
    ...(who !== undefined && { identities: who }),
    ...(kind !== undefined && { kind }),
    ...(account !== undefined && { account }),
    ...(isOn(call, 'signed-in') && { signedIn: true }),
  };
}

function refuseUnknown(
  asked: readonly string[],
  names: readonly string[],
  problem: (name: string, names: readonly string[]) => Error,
): void {
  const known = new Set(names.map((name) => name.toLowerCase()));
  const unknown = asked.find((name) => !known.has(name.toLowerCase()));
  if (unknown !== undefined) throw problem(unknown, names);
}

// A project may have kinds that only other programs can use: those can be asked for as well.
function refuseUnknownKind(call: Call, asked: string, here: readonly { readonly kind: string }[]): void {
  const kinds = new Set<string>([...providerKinds, ...identityKinds, ...here.map(({ kind }) => kind)]);
  kinds.delete('');
  if (![...kinds].some((kind) => isOfKind(kind, asked)))
    throw usage(call.verb, `--kind is one of ${[...kinds].join(', ')}, not "${asked}".`);
}
