import type { IamRole } from '../seed/seed.ts';
import type { Parameters } from './parameters.ts';
import { invalid } from './refusal.ts';

/** What the actions that assume a role have in common. */
export interface RoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds; undefined where the client leaves it to STS. */
  readonly durationSeconds: number | undefined;
}

/** A text parameter and its limits. */
export interface TextRule {
  readonly name: string;
  readonly required: boolean;
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** Never shown in a message. */
  readonly secret?: boolean;
}

const any = /^[\s\S]*$/;
const nameLike = /^[\w+=,.@-]*$/;
export const roleArnRule: TextRule = { name: 'RoleArn', required: true, min: 20, max: 2048, pattern: any };
export const sessionNameRule: TextRule = {
  name: 'RoleSessionName',
  required: true,
  min: 2,
  max: 64,
  pattern: nameLike,
};
export const sourceIdentityRule: TextRule = {
  name: 'SourceIdentity',
  required: false,
  min: 2,
  max: 64,
  pattern: nameLike,
};
export const externalIdRule: TextRule = {
  name: 'ExternalId',
  required: false,
  min: 2,
  max: 1224,
  pattern: /^[\w+=,.@:/-]*$/,
  secret: true,
};
export const serialNumberRule: TextRule = {
  name: 'SerialNumber',
  required: false,
  min: 9,
  max: 256,
  pattern: /^[\w+=/:,.@-]*$/,
};
export const tokenCodeRule: TextRule = {
  name: 'TokenCode',
  required: false,
  min: 6,
  max: 6,
  pattern: /^[\d]*$/,
  secret: true,
};
export const webIdentityTokenRule: TextRule = {
  name: 'WebIdentityToken',
  required: true,
  min: 4,
  max: 20_000,
  pattern: any,
  secret: true,
};

export const principalArnRule: TextRule = {
  name: 'PrincipalArn',
  required: true,
  min: 20,
  max: 2048,
  pattern: any,
};
export const samlAssertionRule: TextRule = {
  name: 'SAMLAssertion',
  required: true,
  min: 4,
  max: 100_000,
  pattern: any,
  secret: true,
};

/**
 * Checks parameters of a call that assumes a role against their limits (reference §3.1), all at once as STS does.
 * Throws StsRefusal `ValidationError`.
 */
export function readRoleRequest(parameters: Parameters, rules: readonly TextRule[]): RoleRequest {
  const durationSeconds = checkParameters(parameters, rules, { min: 900, max: 43_200 });
  refusePolicies(parameters);
  const roleArn = parameters.get('RoleArn') as string;
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(roleArn)) throw invalid(`${roleArn} is invalid`);
  return { roleArn, sessionName: parameters.get('RoleSessionName') as string, durationSeconds };
}

/**
 * Checks text parameters and `DurationSeconds` against their limits, all at once as STS does; `faults` are further ones.
 * Returns the duration in seconds, where there is one. Throws StsRefusal `ValidationError`.
 */
export function checkParameters(
  parameters: Parameters,
  rules: readonly TextRule[],
  durations: { readonly min: number; readonly max: number },
): number | undefined {
  const duration = parameters.get('DurationSeconds');
  const faults = [
    ...rules.flatMap((rule) => textFaults(parameters.get(rule.name), rule)),
    ...durationFaults(duration, durations),
  ];
  refuseFaults(faults);
  return duration === undefined ? undefined : Number(duration);
}

/** Throws StsRefusal `ValidationError` with all faults, where there is one. */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length > 0)
    throw invalid(
      `${faults.length} validation error${faults.length > 1 ? 's' : ''} detected: ${faults.join('; ')}`,
    );
}

/**
 * The lifetime of a session in milliseconds. Chained sessions may live an hour at the most, whatever the role allows.
 * Throws StsRefusal `ValidationError`.
 */
export function sessionLifetime(
  request: Pick<RoleRequest, 'durationSeconds'>,
  role: IamRole,
  chained: boolean,
): number {
  const hour = 3600;
  const roleMax = role.maxSession / 1000;
  const asked = request.durationSeconds ?? Math.min(hour, roleMax);
  if (chained && asked > hour)
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  if (asked > roleMax)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  return asked * 1000;
}

/** What is wrong with the value of a text parameter; `where` is how STS names it. */
export function textFaults(
  value: string | undefined,
  rule: TextRule,
  where = `${rule.name.charAt(0).toLowerCase()}${rule.name.slice(1)}`,
): string[] {
  const at = `at '${where}' failed to satisfy constraint`;
  if (value === undefined) return rule.required ? [`Value null ${at}: Member must not be null`] : [];
  const shown = rule.secret ? 'Value' : `Value '${value}'`;
  const faults: string[] = [];
  if (value.length < rule.min)
    faults.push(`${shown} ${at}: Member must have length greater than or equal to ${rule.min}`);
  if (value.length > rule.max)
    faults.push(`${shown} ${at}: Member must have length less than or equal to ${rule.max}`);
  if (!rule.pattern.test(value))
    faults.push(
      `${shown} ${at}: Member must satisfy regular expression pattern: ${rule.pattern.source.slice(1, -1)}`,
    );
  return faults;
}

function durationFaults(
  value: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): string[] {
  if (value === undefined) return [];
  const where = `Value '${value}' at 'durationSeconds' failed to satisfy constraint`;
  if (!/^-?\d{1,9}$/.test(value)) return [`${where}: Member must be an integer`];
  if (Number(value) < min) return [`${where}: Member must have value greater than or equal to ${min}`];
  if (Number(value) > max) return [`${where}: Member must have value less than or equal to ${max}`];
  return [];
}

// A session policy narrows what a session may do. Without a policy engine, saying so beats granting more than was asked.
function refusePolicies(parameters: Parameters): void {
  const names = [...parameters.keys()];
  if (names.some((name) => name === 'Policy' || name.startsWith('PolicyArns.')))
    throw invalid('The local emulator evaluates no session policies: leave out Policy and PolicyArns.');
}
