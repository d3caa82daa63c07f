import type { Reply } from '../contract.ts';
import { credentials } from './assumed-role.ts';
import { type StsCall, verified } from './call.ts';
import { invalid, notAuthorized } from './refusal.ts';
import { stsReply } from './reply.ts';
import { checkParameters, sourceIdentityRule, type TextRule } from './role-request.ts';
import { signerOf, trusts } from './trust.ts';

const targetRule: TextRule = {
  name: 'TargetPrincipal',
  required: true,
  min: 12,
  max: 2048,
  pattern: /^[\s\S]*$/,
};
const policyRule: TextRule = {
  name: 'TaskPolicyArn.arn',
  required: true,
  min: 20,
  max: 2048,
  pattern: /^[\s\S]*$/,
};
// The policies that AWS documents for AssumeRoot; no other is taken.
const tasks = [
  'IAMAuditRootUserCredentials',
  'IAMCreateRootUserPassword',
  'IAMDeleteRootUserCredentials',
  'S3UnlockBucketPolicy',
  'SQSUnlockQueuePolicy',
];
const longest = 900;

/**
 * AssumeRoot: keys of an account's root for one task, for 15 minutes at the most, for those whom `root_access` of the
 * seed names. Throws StsRefusal `ValidationError`, `AccessDenied`.
 */
export function assumeRoot(call: StsCall): Reply {
  const { context, parameters, note } = call;
  const found = verified(call);
  note.resource = parameters.get('TargetPrincipal');
  const seconds = checkParameters(parameters, [targetRule, policyRule, sourceIdentityRule], {
    min: 0,
    max: longest,
  });
  const target = parameters.get('TargetPrincipal') as string;
  const account = /^(?:arn:aws[\w-]*:iam::(\d{12}):root|(\d{12}))$/.exec(target);
  if (account === null) throw invalid(`${target} is not an account id or the ARN of an account's root.`);
  const id = (account[1] ?? account[2]) as string;
  const root = `arn:aws:iam::${id}:root`;
  note.resource = root;
  const taskPolicy = parameters.get('TaskPolicyArn.arn') as string;
  if (!tasks.some((task) => taskPolicy === `arn:aws:iam::aws:policy/root-task/${task}`))
    throw invalid(
      `${taskPolicy} is not a task policy; there are ${tasks.join(', ')} below arn:aws:iam::aws:policy/root-task/.`,
    );
  const signer = signerOf(context, found);
  const allowed = context.seed.rootAccess.some((trust) => trusts(trust, signer, false));
  if (!allowed || context.directory.findAccount(id) === undefined || id === found.caller.account)
    throw notAuthorized(found.caller.arn, root, 'AssumeRoot');
  const before = signer.kind === 'long-lived' ? undefined : signer.sourceIdentity;
  const sourceIdentity = parameters.get('SourceIdentity') ?? before;
  if (sourceIdentity !== undefined) note.sourceIdentity = sourceIdentity;
  const session = {
    kind: 'root',
    account: id,
    taskPolicy,
    principal: found.caller.principal,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  } as const;
  const lifetime = (seconds ?? longest) * 1000;
  return stsReply('AssumeRoot', [
    ['SourceIdentity', sourceIdentity],
    credentials(context, session, lifetime),
  ]);
}
