/** `time-left`: short for `auth time-left`. */
export { run } from './auth-time-left.ts';
