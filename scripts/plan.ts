import { shortForm } from './short-form.ts';

/** `plan`: short for `terraform plan`. */
export const run = shortForm('plan');
