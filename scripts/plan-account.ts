import { accountRun } from './account-run.ts';

/** `plan-account`: Terraform plan of everything in one account. */
export const run = accountRun('plan');
