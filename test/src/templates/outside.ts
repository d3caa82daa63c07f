import type { TemplateOutside } from '../../../src/templates/outside.ts';

/** A world for tests: a fixed clock, countable bytes, and one environment variable. */
export const outside: TemplateOutside = {
  environment: (name) => (name === 'GREETING' ? 'hello' : undefined),
  now: () => new Date('2024-03-10T12:00:00Z'),
  random: (count) => Uint8Array.from({ length: count }, (_, index) => index * 7),
  timeZone: () => 'UTC',
};
