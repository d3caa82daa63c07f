import { generateAll } from './terraform-generate.ts';

/** `terraform generate varfiles`. */
export const run = generateAll('varfile');
