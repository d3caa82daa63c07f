import type { Context } from '../context.ts';
import { codeStep, oneTimeCode } from '../directory/one-time-code.ts';
import type { IamUser, MfaDevice } from '../seed/seed.ts';
import { sameText } from '../state/key.ts';
import type { Parameters } from './parameters.ts';
import { StsRefusal } from './refusal.ts';

/**
 * True when the call carries a code of the user's MFA device (`SerialNumber`, `TokenCode`), false when it carries
 * none. A code is good for its 30 seconds and those before and after, and only once.
 * Throws StsRefusal `AccessDenied` in STS's own words for anything else.
 */
export function checkMfa(context: Context, user: IamUser | undefined, parameters: Parameters): boolean {
  const [serial, code] = [parameters.get('SerialNumber'), parameters.get('TokenCode')];
  if (serial === undefined && code === undefined) return false;
  if (serial === undefined || code === undefined)
    throw denied('failed, must provide both MFA serial number and one time pass code.');
  const device = user?.mfa;
  if (device === undefined || device.serial !== serial)
    throw denied(
      'failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    );
  const step = stepsLeft(context, device).find((one) =>
    sameText(oneTimeCode(device.secret, one * codeStep), code),
  );
  if (step === undefined) throw denied('failed with invalid MFA one time pass code. ');
  context.sessions.change(context.now(), ({ mfaSteps }) => {
    mfaSteps[device.serial] = step;
  });
  return true;
}

/**
 * A code of an IAM user's MFA device that STS takes now and has not taken before. Throws Error where there is no such
 * user or device, and when all three that are good now were used.
 */
export function codeOf(context: Context, userName: string): string {
  const device = context.seed.users.find(({ name }) => name === userName)?.mfa;
  if (device === undefined) throw new Error(`The seed has no user ${userName} with an MFA device.`);
  const step = stepsLeft(context, device)[0];
  if (step === undefined) throw new Error(`Every present code of ${device.serial} was used already.`);
  return oneTimeCode(device.secret, step * codeStep);
}

/** The numbers of the 30 seconds whose codes are good now, without those that were used and all before them. */
function stepsLeft(context: Context, { serial }: MfaDevice): number[] {
  const now = Math.floor(context.now().getTime() / codeStep);
  const last = context.sessions.content.mfaSteps[serial] ?? 0;
  return [now - 1, now, now + 1].filter((step) => step > last);
}

function denied(what: string): StsRefusal {
  return new StsRefusal(403, 'AccessDenied', `MultiFactorAuthentication ${what}`);
}
