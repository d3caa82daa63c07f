import type { Identity } from '../domain/auth.ts';
import { identityKinds } from '../domain/auth-kinds.ts';
import { entriesOf, type Value } from '../domain/value.ts';
import { readEndpoint } from './endpoint.ts';
import { Fields } from './fields.ts';
import { readPrincipal } from './read-principal.ts';
import { readUser } from './read-user.ts';

/** Kinds that need no provider: their keys are there already. */
const standaloneKinds = ['aws/user', 'aws/ambient', 'ambient'];
/** Kinds that Atmos knows beside those. */
const knownKinds = /^(mock|\w+\/emulator|(azure|gcp|atmos)\/.+)$/;

/** Reads one entry of `auth.identities`. What is wrong with it becomes its `fault`; nothing is thrown. */
export function readIdentity(name: string, entry: Value): Identity {
  const fields = new Fields(`identity "${name}"`, entry);
  if (entry.type !== 'map') fields.complain(`The identity "${name}" is not a map.`, 'Give it a kind.');
  const kind = readKind(fields, name, entry);
  const principal = readPrincipal(fields, name, kind);
  const endpointUrl = standaloneKinds.includes(kind)
    ? readEndpoint(fields, `identity "${name}"`, ['credentials', 'aws', 'resolver', 'url'])
    : undefined;
  const [provider, base, alias] = [
    fields.text('via', 'provider'),
    fields.text('via', 'identity'),
    fields.text('alias'),
  ];
  return {
    id: name.toLowerCase(),
    name,
    kind,
    // Merging gives the whole entry the place of the last layer; its kind stands where it was defined.
    at: fields.at('kind'),
    isDefault: fields.flag('default'),
    ...(fields.flag('required') && { isRequired: true }),
    ...(fields.map('via') && {
      via: {
        ...(provider !== undefined && { provider }),
        ...(base !== undefined && { identity: base }),
        at: fields.at('via'),
      },
    }),
    principal,
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(kind === 'aws/user' && { user: readUser(fields, name) }),
    ...(alias !== undefined && { alias }),
    env: fields.pairs('env'),
    ...(fields.fault && {
      faults: fields.faults,
      fault: kind === 'aws/permission-set' ? { ...fields.fault, exitCode: 2 } : fields.fault,
    }),
  };
}

function readKind(fields: Fields, name: string, entry: Value): string {
  const kind = fields.text('kind');
  if (kind === undefined) {
    // Atmos says the same of an entry that only marks: the profile that defines it is not chosen.
    const marks = [...entriesOf(entry)].every(([key]) => key === 'default');
    const hint = marks
      ? 'Choose the profile that defines it, such as ATMOS_PROFILE=developers.'
      : 'Add kind: aws/permission-set or kind: aws/assume-role.';
    fields.complain(`The identity "${name}" has no kind.`, hint);
    return '';
  }
  if (identityKinds.some((known) => known === kind)) return kind;
  if (knownKinds.test(kind))
    fields.complain(
      `The identity "${name}" is of kind ${kind}, which atmos-kit cannot use.`,
      `Use the atmos program for it, or one of ${identityKinds.slice(0, -1).join(', ')}.`,
      fields.at('kind'),
      'construct-not-supported',
    );
  else
    fields.complain(
      `The identity "${name}" is of unknown kind ${kind}.`,
      `Use one of ${identityKinds.join(', ')}.`,
      fields.at('kind'),
      'kind-unknown',
    );
  return kind;
}
