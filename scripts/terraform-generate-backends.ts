import { generateAll } from './terraform-generate.ts';

/** `terraform generate backends`. */
export const run = generateAll('backend');
