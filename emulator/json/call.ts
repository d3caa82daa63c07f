import type { Context } from '../context.ts';
import type { Caller, GrantedService, RawRequest, Reply } from '../contract.ts';
import type { JsonService } from '../signature/fault.ts';
import { type Verified, verifySignature } from '../signature/verify.ts';
import { createKeyLookup } from '../sts/session-keys.ts';
import { JsonRefusal } from './refusal.ts';
import { jsonErrorReply } from './reply.ts';

/** One call of a service that answers in JSON, by somebody whose signature holds. */
export interface JsonCall extends Pick<Verified, 'caller' | 'region'> {
  readonly context: Context;
  readonly request: RawRequest;
}

/** What such a call is about. */
export interface JsonAction {
  readonly service: JsonService;
  /** The API operation, such as `DescribeCluster`. */
  readonly name: string;
  /** What of the seed's `services:` allows it. */
  readonly granted: GrantedService;
  /** What is acted on, for the audit log. */
  readonly resource?: string;
  /** The ARN that a refusal names, of a caller's account and region. */
  arn(caller: Caller, region: string): string;
}

/** Verifies who calls, asks whether they may, answers and audits. `perform` throws JsonRefusal. */
export async function answerJson(
  context: Context,
  request: RawRequest,
  action: JsonAction,
  perform: (call: JsonCall) => Reply | Promise<Reply>,
): Promise<Reply> {
  const { service, name, resource } = action;
  let caller: Caller | undefined;
  const audit = (outcome: 'allowed' | 'denied' | 'failed', refusal?: JsonRefusal) =>
    context.audit({
      service,
      action: name,
      outcome,
      ...(caller && { principal: caller.principal, account: caller.account }),
      ...(caller?.role !== undefined && { role: caller.role }),
      ...(resource !== undefined && { resource }),
      ...(refusal && { error: refusal.code, detail: refusal.message }),
    });
  try {
    const verified = verifySignature(request, service, createKeyLookup(context), context.now());
    if ('reason' in verified) throw new JsonRefusal(verified.status, verified.code, verified.message);
    const { region } = verified;
    caller = verified.caller;
    if (!caller.services?.includes(action.granted)) throw denied(action, caller, region);
    const reply = await perform({ context, request, caller, region });
    audit('allowed');
    return reply;
  } catch (cause) {
    if (!(cause instanceof JsonRefusal)) throw cause;
    audit(cause.code === 'AccessDeniedException' ? 'denied' : 'failed', cause);
    return jsonErrorReply(cause);
  }
}

function denied({ service, name, arn }: JsonAction, caller: Caller, region: string): JsonRefusal {
  return new JsonRefusal(
    service === 'eks' ? 403 : 400,
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${service}:${name} on resource: ${arn(caller, region)}`,
  );
}
