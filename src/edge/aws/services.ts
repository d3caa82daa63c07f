import type { AwsServices } from '../../ports.ts';
import { ambientKeys } from './ambient-keys.ts';
import type { AwsOptions } from './client-settings.ts';
import { federation } from './federation.ts';
import { portal } from './portal.ts';
import { signInService } from './sign-in-service.ts';
import { tokenService } from './token-service.ts';

/**
 * The AWS services through the AWS SDK, whose clients load when they are first used. What this process's AWS_*
 * variables and ~/.aws files say plays no part. Errors are Problems: `login-required`, `login-denied`,
 * `login-expired`, `role-not-assigned`, `access-denied`, `throttled`, `endpoint-unreachable`, `captive-portal`,
 * `clock-skew`, `wrong-region`, `service-error`.
 */
export function awsServices(options: AwsOptions = {}): AwsServices {
  return {
    signIn: (target) => signInService(target, options),
    portal: (target) => portal(target, options),
    federation,
    ambientKeys,
    tokens: (target) => tokenService(target, options),
  };
}
