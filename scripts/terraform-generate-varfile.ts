import { generateOne } from './terraform-generate.ts';

/** `terraform generate varfile`. */
export const run = generateOne('varfile');
