import { createHash } from 'node:crypto';

/**
 * The IAM role that Identity Center keeps for a permission set in an account:
 * `AWSReservedSSO_<permission set>_<16 hex>`. The suffix is an opaque but stable value, as on AWS.
 */
export function permissionSetRoleName(account: string, permissionSet: string): string {
  const suffix = createHash('sha256').update(`${account}/${permissionSet}`).digest('hex').slice(0, 16);
  return `AWSReservedSSO_${permissionSet}_${suffix}`;
}

/** Its IAM ARN; the path names the Identity Center's region unless that is us-east-1 (as on AWS). */
export function permissionSetRoleArn(account: string, permissionSet: string, region: string): string {
  const path = `aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`;
  return `arn:aws:iam::${account}:role/${path}${permissionSetRoleName(account, permissionSet)}`;
}

/** The ARN of a session: the role's path is dropped (as on AWS). */
export function sessionArn(account: string, roleName: string, sessionName: string): string {
  return `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
}

/** `AROA` and 17 characters, always the same for the same role. */
export function roleId(account: string, roleName: string): string {
  return `AROA${idOf(`role-id ${account} ${roleName}`)}`;
}

/** `AIDA` and 17 characters, always the same for the same IAM user. */
export function userId(account: string, userName: string): string {
  return `AIDA${idOf(`user-id ${account} ${userName}`)}`;
}

function idOf(text: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = createHash('sha256').update(text).digest();
  return Array.from(bytes.subarray(0, 17), (byte) => digits[byte % 32]).join('');
}
