import type { UserSettings } from '../domain/auth.ts';
import { Secret } from '../domain/secret.ts';
import { readSessionDuration } from './duration.ts';
import type { Fields } from './fields.ts';

const mfaArnShape = /^arn:aws[\w-]*:iam::\d{12}:(mfa|u2f)\/.+$|^[A-Z0-9]{9,}$/;

/** Reads what an identity of kind aws/user says below `credentials` and `session`. Faults go to `fields`. */
export function readUser(fields: Fields, name: string): UserSettings {
  const accessKeyId = fields.text('credentials', 'access_key_id');
  const secretAccessKey = fields.text('credentials', 'secret_access_key');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    fields.complain(
      `The identity "${name}" has only one half of its keys in the configuration.`,
      'Give access_key_id and secret_access_key, or neither: atmos-kit auth user configure asks for them.',
      fields.at('credentials'),
    );
  const mfaArn = fields.text('credentials', 'mfa_arn');
  if (mfaArn !== undefined && !mfaArnShape.test(mfaArn))
    fields.complain(
      `credentials.mfa_arn of identity "${name}" names no MFA device: ${mfaArn}`,
      'It looks like arn:aws:iam::111111111111:mfa/me',
      fields.at('credentials', 'mfa_arn'),
    );
  if (accessKeyId === undefined && fields.flag('credentials', 'webflow_enabled'))
    fields.complain(
      `The identity "${name}" asks for AWS's sign-in for developers (webflow_enabled), which atmos-kit does not do.`,
      `Remove webflow_enabled, and give its keys: atmos-kit auth user configure ${name}`,
      fields.at('credentials', 'webflow_enabled'),
      'construct-not-supported',
    );
  const region = fields.text('credentials', 'region');
  const sessionSeconds = readSessionDuration(fields, `identity "${name}"`);
  return {
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && { keys: new Secret({ accessKeyId, secretAccessKey }) }),
    ...(region !== undefined && { region }),
    ...(mfaArn !== undefined && { mfaArn }),
    ...(sessionSeconds !== undefined && { sessionSeconds }),
  };
}
