import { generateOne } from './terraform-generate.ts';

/** `terraform generate backend`. */
export const run = generateOne('backend');
