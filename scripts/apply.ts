import { shortForm } from './short-form.ts';

/** `apply`: short for `terraform apply`. */
export const run = shortForm('apply');
