import type { Reply } from '../contract.ts';
import { credentials } from './assumed-role.ts';
import { type StsCall, verified } from './call.ts';
import { checkMfa } from './mfa.ts';
import { StsRefusal } from './refusal.ts';
import { stsReply } from './reply.ts';
import { checkParameters, serialNumberRule, tokenCodeRule } from './role-request.ts';
import { signerOf } from './trust.ts';

const twelveHours = 43_200;

/**
 * GetSessionToken: temporary keys of the IAM user who signs, for 15 minutes to 36 hours (12 hours unless given), with a
 * code of their MFA device or without. Throws StsRefusal `ValidationError`, `AccessDenied`.
 */
export function getSessionToken(call: StsCall): Reply {
  const { context, parameters } = call;
  const signer = signerOf(context, verified(call));
  const seconds = checkParameters(parameters, [serialNumberRule, tokenCodeRule], { min: 900, max: 129_600 });
  if (signer.kind !== 'long-lived')
    throw new StsRefusal(403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
  const { user } = signer;
  const mfa = checkMfa(context, user, parameters);
  const session = {
    kind: 'user',
    account: user.account,
    userName: user.name,
    principal: user.name,
    mfa,
  } as const;
  return stsReply('GetSessionToken', [credentials(context, session, (seconds ?? twelveHours) * 1000)]);
}
