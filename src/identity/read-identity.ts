import type { Identity, Principal } from '../domain/auth.ts';
import { entriesOf, type ListValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { durationSeconds } from './duration.ts';
import { Fields } from './fields.ts';

const supportedKinds = ['aws/permission-set', 'aws/assume-role', 'mock/aws'];
/** Kinds that Atmos knows beside those. */
const knownKinds = /^(aws\/(assume-root|user|ambient)|ambient|mock|\w+\/emulator|(azure|gcp|atmos)\/.+)$/;

/** Reads one entry of `auth.identities`. What is wrong with it becomes its `fault`; nothing is thrown. */
export function readIdentity(name: string, entry: Value): Identity {
  const fields = new Fields(`identity "${name}"`, entry);
  if (entry.type !== 'map') fields.complain(`The identity "${name}" is not a map.`, 'Give it a kind.');
  const kind = readKind(fields, name, entry);
  const principal = readPrincipal(fields, name, kind);
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
    ...(fields.map('via') && {
      via: {
        ...(provider !== undefined && { provider }),
        ...(base !== undefined && { identity: base }),
        at: fields.at('via'),
      },
    }),
    principal,
    ...(alias !== undefined && { alias }),
    env: readEnv(fields, name, entry),
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
  if (supportedKinds.includes(kind)) return kind;
  if (knownKinds.test(kind))
    fields.complain(
      `The identity "${name}" is of kind ${kind}, which atmos-kit cannot use.`,
      'Use the atmos program for it, or a kind of aws/permission-set or aws/assume-role.',
      fields.at('kind'),
      'construct-not-supported',
    );
  else
    fields.complain(
      `The identity "${name}" is of unknown kind ${kind}.`,
      `Use one of ${supportedKinds.join(', ')}.`,
      fields.at('kind'),
      'kind-unknown',
    );
  return kind;
}

function readPrincipal(fields: Fields, name: string, kind: string): Principal {
  const principal = {
    permissionSet:
      kind === 'aws/permission-set' ? fields.required('ReadOnlyAccess', 'principal', 'name') : undefined,
    accountId: fields.text('principal', 'account', 'id'),
    accountName: fields.text('principal', 'account', 'name'),
    roleArn:
      kind === 'aws/assume-role'
        ? fields.required('arn:aws:iam::111111111111:role/terraform', 'principal', 'assume_role')
        : undefined,
    region: fields.text('principal', 'region'),
    externalId: fields.text('principal', 'external_id'),
    sessionName: fields.text('principal', 'session_name'),
    durationSeconds: readDuration(fields, name),
  };
  if (
    kind === 'aws/permission-set' &&
    principal.accountId === undefined &&
    principal.accountName === undefined
  )
    fields.complain(
      `The identity "${name}" has neither principal.account.id nor principal.account.name.`,
      'Add account: { id: "111111111111" } below principal.',
      fields.at('principal'),
    );
  if (principal.accountId !== undefined && !/^\d{12}$/.test(principal.accountId))
    fields.complain(
      `principal.account.id of identity "${name}" is not twelve digits: ${principal.accountId}`,
      'An account id has exactly twelve digits.',
      fields.at('principal', 'account', 'id'),
    );
  if (principal.roleArn !== undefined && !/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(principal.roleArn))
    fields.complain(
      `principal.assume_role of identity "${name}" is not the ARN of an IAM role: ${principal.roleArn}`,
      'It looks like arn:aws:iam::111111111111:role/terraform',
      fields.at('principal', 'assume_role'),
    );
  return withoutUndefined(principal);
}

function readDuration(fields: Fields, name: string): number | undefined {
  const text = fields.text('principal', 'duration');
  if (text === undefined) return undefined;
  const seconds = durationSeconds(text);
  if (seconds === undefined)
    fields.complain(
      `principal.duration of identity "${name}" is not a duration: ${text}`,
      'Write it like 1h or 90m.',
      fields.at('principal', 'duration'),
    );
  return seconds;
}

function readEnv(fields: Fields, name: string, entry: Value): { key: string; value: string }[] {
  const list = valueAt(entry, 'env');
  if (list === undefined) return [];
  const items = list.type === 'list' ? (list as ListValue).items : [];
  const pairs = items.map((item) => ({
    key: textOf(valueAt(item, 'key')),
    value: textOf(valueAt(item, 'value')),
  }));
  if (list.type !== 'list' || pairs.some(({ key, value }) => key === undefined || value === undefined))
    fields.complain(
      `env of identity "${name}" is not a list of key and value.`,
      'Write - {key: NAME, value: text}.',
      list.at,
    );
  return pairs.flatMap(({ key, value }) =>
    key === undefined || value === undefined ? [] : [{ key, value }],
  );
}

function withoutUndefined(principal: { [K in keyof Principal]-?: Principal[K] | undefined }): Principal {
  return Object.fromEntries(
    Object.entries(principal).filter(([, value]) => value !== undefined),
  ) as Principal;
}
