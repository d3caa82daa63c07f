import type { Principal } from '../domain/auth.ts';
import { durationSeconds } from './duration.ts';
import type { Fields } from './fields.ts';

const accountShape = /^\d{12}$/;
const roleShape = /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/;
/** Source: AWS's documentation of AssumeRoot; its partition is the account's. */
const taskShape = /^arn:aws[\w-]*:iam::aws:policy\/root-task\/.+$/;
const sourceIdentityShape = /^[\w+=,.@-]{2,64}$/;

/** Reads `principal` of an identity as far as its kind needs it. Faults go to `fields`. */
export function readPrincipal(fields: Fields, name: string, kind: string): Principal {
  switch (kind) {
    case 'aws/permission-set':
      return withoutUndefined({ ...readPermissionSet(fields, name), region: readRegion(fields) });
    case 'aws/assume-role':
      return withoutUndefined({ ...readRole(fields, name), region: readRegion(fields) });
    case 'aws/assume-root':
      return withoutUndefined({ ...readRoot(fields, name), region: readRegion(fields) });
    default:
      return withoutUndefined({
        accountId: fields.text('principal', 'account', 'id'),
        region: readRegion(fields),
      });
  }
}

const readRegion = (fields: Fields) => fields.text('principal', 'region');

function readPermissionSet(fields: Fields, name: string) {
  const permissionSet = fields.required('ReadOnlyAccess', 'principal', 'name');
  const accountId = fields.text('principal', 'account', 'id');
  const accountName = fields.text('principal', 'account', 'name');
  if (accountId === undefined && accountName === undefined)
    fields.complain(
      `The identity "${name}" has neither principal.account.id nor principal.account.name.`,
      'Add account: { id: "111111111111" } below principal.',
      fields.at('principal'),
    );
  if (accountId !== undefined && !accountShape.test(accountId))
    fields.complain(
      `principal.account.id of identity "${name}" is not twelve digits: ${accountId}`,
      'An account id has exactly twelve digits.',
      fields.at('principal', 'account', 'id'),
    );
  return { permissionSet, accountId, accountName };
}

function readRole(fields: Fields, name: string) {
  const roleArn = fields.required('arn:aws:iam::111111111111:role/terraform', 'principal', 'assume_role');
  if (roleArn !== undefined && !roleShape.test(roleArn))
    fields.complain(
      `principal.assume_role of identity "${name}" is not the ARN of an IAM role: ${roleArn}`,
      'It looks like arn:aws:iam::111111111111:role/terraform',
      fields.at('principal', 'assume_role'),
    );
  const sourceIdentity = fields.text('principal', 'source_identity');
  if (sourceIdentity !== undefined && !sourceIdentityShape.test(sourceIdentity))
    fields.complain(
      `principal.source_identity of identity "${name}" is not what AWS allows: ${sourceIdentity}`,
      'Use 2 to 64 letters, digits and +=,.@-_ only.',
      fields.at('principal', 'source_identity'),
    );
  return {
    roleArn,
    externalId: fields.text('principal', 'external_id'),
    sessionName: fields.text('principal', 'session_name'),
    durationSeconds: readDuration(fields, name),
    ...readTags(fields, name),
    sourceIdentity,
  };
}

function readRoot(fields: Fields, name: string) {
  const targetPrincipal = fields.required('"111111111111"', 'principal', 'target_principal');
  if (targetPrincipal !== undefined && !accountShape.test(targetPrincipal))
    fields.complain(
      `principal.target_principal of identity "${name}" is not the id of an account: ${targetPrincipal}`,
      'An account id has exactly twelve digits.',
      fields.at('principal', 'target_principal'),
    );
  const task = 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials';
  const taskPolicyArn = fields.required(task, 'principal', 'task_policy_arn');
  if (taskPolicyArn !== undefined && !taskShape.test(taskPolicyArn))
    fields.complain(
      `principal.task_policy_arn of identity "${name}" is not the ARN of a root task: ${taskPolicyArn}`,
      `It looks like ${task}`,
      fields.at('principal', 'task_policy_arn'),
    );
  return { targetPrincipal, taskPolicyArn, durationSeconds: readDuration(fields, name) };
}

// A list, as for `env`: keys of maps are read in lower case, and tags keep theirs. Source of the limit: AWS's
// documentation of AssumeRole.
function readTags(fields: Fields, name: string): Pick<Principal, 'sessionTags' | 'transitiveTagKeys'> {
  const tags = fields.pairs('principal', 'session_tags');
  if (tags.length > 50)
    fields.complain(
      `principal.session_tags of identity "${name}" has ${tags.length} tags.`,
      'AWS takes 50 at most.',
      fields.at('principal', 'session_tags'),
    );
  const keys = fields.texts('principal', 'transitive_tag_keys') ?? [];
  const strange = keys.find((key) => !tags.some((tag) => tag.key === key));
  if (strange !== undefined)
    fields.complain(
      `principal.transitive_tag_keys of identity "${name}" names ${strange}, which is no tag of it.`,
      'Name keys of session_tags.',
      fields.at('principal', 'transitive_tag_keys'),
    );
  return {
    ...(tags.length > 0 && {
      sessionTags: Object.fromEntries(tags.map(({ key, value }) => [key, value])),
    }),
    ...(keys.length > 0 && { transitiveTagKeys: keys }),
  };
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

function withoutUndefined(principal: { [K in keyof Principal]?: Principal[K] | undefined }): Principal {
  return Object.fromEntries(
    Object.entries(principal).filter(([, value]) => value !== undefined),
  ) as Principal;
}
