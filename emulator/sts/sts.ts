import type { Context } from '../context.ts';
import type { AuditEntry, RawRequest, Reply } from '../contract.ts';
import { assumeRole } from './assume-role.ts';
import { assumeRoleWithSaml } from './assume-role-with-saml.ts';
import { assumeRoleWithWebIdentity } from './assume-role-with-web-identity.ts';
import { assumeRoot } from './assume-root.ts';
import { type StsCall, verified } from './call.ts';
import { getSessionToken } from './get-session-token.ts';
import { readParameters } from './parameters.ts';
import { StsRefusal } from './refusal.ts';
import { stsErrorReply, stsJsonReply, stsReply, wantsJson } from './reply.ts';
import { callerId } from './session.ts';

/** Answers a call of the Security Token Service (query protocol, version 2011-06-15), and audits it. */
export async function answerSts(context: Context, request: RawRequest): Promise<Reply> {
  const parameters = readParameters(request);
  const call: StsCall = { context, request, parameters, note: { resource: parameters.get('RoleArn') } };
  const action = parameters.get('Action') ?? '';
  try {
    const reply = await perform(call, action);
    audit(call, action, 'allowed');
    return reply;
  } catch (cause) {
    if (!(cause instanceof StsRefusal)) throw cause;
    audit(call, action, cause.status === 403 ? 'denied' : 'failed', cause);
    return stsErrorReply(request, cause);
  }
}

type Action = (call: StsCall) => Reply | Promise<Reply>;

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['GetCallerIdentity', getCallerIdentity],
  ['AssumeRole', assumeRole],
  ['AssumeRoleWithWebIdentity', assumeRoleWithWebIdentity],
  ['AssumeRoleWithSAML', assumeRoleWithSaml],
  ['AssumeRoot', assumeRoot],
  ['GetSessionToken', getSessionToken],
]);

function perform(call: StsCall, action: string): Reply | Promise<Reply> {
  if (action === '')
    throw new StsRefusal(400, 'MissingAction', 'The request must contain the parameter Action.');
  const version = call.parameters.get('Version') ?? 'NO_VERSION_SPECIFIED';
  const answer = actions.get(action);
  if (version !== '2011-06-15' || answer === undefined)
    throw new StsRefusal(
      400,
      'InvalidAction',
      `Could not find operation ${action} for version ${version}; the local emulator answers ${[...actions.keys()].join(', ')}.`,
    );
  return answer(call);
}

function getCallerIdentity(call: StsCall): Reply {
  const { account, arn } = verified(call).caller;
  const result = { Account: account, Arn: arn, UserId: callerId(arn) };
  return wantsJson(call.request)
    ? stsJsonReply('GetCallerIdentity', result)
    : stsReply('GetCallerIdentity', Object.entries(result));
}

function audit(
  { context, note }: StsCall,
  action: string,
  outcome: AuditEntry['outcome'],
  refusal?: StsRefusal,
): void {
  const { caller, subject, resource, sourceIdentity, tags } = note;
  const principal = caller?.principal ?? subject;
  context.audit({
    service: 'sts',
    action: actions.has(action) ? action : 'Unknown',
    outcome,
    ...(principal !== undefined && { principal }),
    ...(caller !== undefined && { account: caller.account }),
    ...(caller?.role !== undefined && { role: caller.role }),
    ...(resource !== undefined && { resource }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(tags !== undefined && { tags }),
    ...(refusal !== undefined && { error: refusal.code, detail: refusal.message }),
  });
}
