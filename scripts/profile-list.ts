/** `profile list`: the same as `list profiles`. */
export { run } from './list-profiles.ts';
