import type { Context } from '../context.ts';
import type { AuditEntry, Caller, RawRequest, Reply } from '../contract.ts';
import { roleId } from '../directory/role-name.ts';
import { type Verified, verifySignature } from '../signature/verify.ts';
import { assumedRole, assumeRole, roleSession } from './assume-role.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { StsRefusal } from './refusal.ts';
import { stsErrorReply, stsJsonReply, stsReply, wantsJson } from './reply.ts';
import { createKeyLookup } from './role-credentials.ts';
import {
  readRoleRequest,
  roleArnRule,
  sessionLifetime,
  sessionNameRule,
  webIdentityTokenRule,
} from './role-request.ts';
import { trustedAudience, verifyWebIdentity } from './web-identity.ts';

/** Answers a call of the Security Token Service (query protocol, version 2011-06-15), and audits it. */
export async function answerSts(context: Context, request: RawRequest): Promise<Reply> {
  const parameters = readParameters(request);
  const call: Call = { context, request, parameters, action: parameters.get('Action') ?? '' };
  const entry: Draft = { resource: parameters.get('RoleArn') };
  try {
    const reply = await perform(call, entry);
    audit(call, entry, 'allowed');
    return reply;
  } catch (cause) {
    if (!(cause instanceof StsRefusal)) throw cause;
    audit(call, entry, cause.status === 403 ? 'denied' : 'failed', cause);
    return stsErrorReply(request, cause);
  }
}

interface Call {
  readonly context: Context;
  readonly request: RawRequest;
  readonly parameters: Parameters;
  readonly action: string;
}

/** What is known so far about who asks for what. */
interface Draft {
  caller?: Caller;
  subject?: string;
  resource: string | undefined;
}

async function perform(call: Call, entry: Draft): Promise<Reply> {
  const { action, parameters } = call;
  if (action === '')
    throw new StsRefusal(400, 'MissingAction', 'The request must contain the parameter Action.');
  const version = parameters.get('Version') ?? 'NO_VERSION_SPECIFIED';
  if (version !== '2011-06-15' || !actions.includes(action))
    throw new StsRefusal(
      400,
      'InvalidAction',
      `Could not find operation ${action} for version ${version}; the local emulator answers ${actions.join(', ')}.`,
    );
  if (action === 'AssumeRoleWithWebIdentity') return assumeRoleWithWebIdentity(call, entry);
  const verified = verify(call);
  entry.caller = verified.caller;
  return action === 'AssumeRole'
    ? assumeRole(call.context, verified, parameters)
    : callerIdentity(call.request, verified.caller);
}

const actions = ['GetCallerIdentity', 'AssumeRole', 'AssumeRoleWithWebIdentity'];

function verify({ context, request }: Call): Verified {
  const verified = verifySignature(request, 'sts', createKeyLookup(context), context.now());
  if ('reason' in verified) throw new StsRefusal(verified.status, verified.code, verified.message);
  return verified;
}

function callerIdentity(request: RawRequest, { account, arn, role }: Caller): Reply {
  const id = roleId(account, role ?? '');
  const result = { Account: account, Arn: arn, UserId: `${id}:${arn.slice(arn.lastIndexOf('/') + 1)}` };
  return wantsJson(request)
    ? stsJsonReply('GetCallerIdentity', result)
    : stsReply('GetCallerIdentity', Object.entries(result));
}

async function assumeRoleWithWebIdentity({ context, parameters }: Call, entry: Draft): Promise<Reply> {
  const request = readRoleRequest(parameters, [roleArnRule, sessionNameRule, webIdentityTokenRule]);
  const identity = await verifyWebIdentity(context, parameters.get('WebIdentityToken') as string);
  entry.subject = identity.subject;
  const audience = trustedAudience(context, request.roleArn, identity);
  const role = context.directory.findRole(request.roleArn);
  if (role === undefined) throw new Error(`${request.roleArn} is trusted but not there.`);
  const lifetime = sessionLifetime(request, role, false);
  const session = {
    ...roleSession(role, request.sessionName),
    principal: identity.subject,
    chained: false,
  };
  return stsReply('AssumeRoleWithWebIdentity', [
    ...assumedRole(context, session, lifetime),
    ['SubjectFromWebIdentityToken', identity.subject],
    ['Provider', identity.issuer],
    ['Audience', audience],
  ]);
}

function audit(call: Call, draft: Draft, outcome: AuditEntry['outcome'], refusal?: StsRefusal): void {
  const { caller, subject, resource } = draft;
  const principal = caller?.principal ?? subject;
  call.context.audit({
    service: 'sts',
    action: actions.includes(call.action) ? call.action : 'Unknown',
    outcome,
    ...(principal !== undefined && { principal }),
    ...(caller !== undefined && { account: caller.account }),
    ...(caller?.role !== undefined && { role: caller.role }),
    ...(resource !== undefined && { resource }),
    ...(refusal !== undefined && { error: refusal.code, detail: refusal.message }),
  });
}
