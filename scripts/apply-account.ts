import { accountRun } from './account-run.ts';

/** `apply-account`: Terraform apply of everything in one account. */
export const run = accountRun('apply');
