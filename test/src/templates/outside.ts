import { toPlain } from '../../../src/domain/value.ts';
import type { TemplateOutside } from '../../../src/templates/outside.ts';

import { treeOf } from '../../../src/yaml/plain-value.ts';
import { printYaml } from '../../../src/yaml/print-yaml.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

const at = { file: 'data' };

/** A world for tests: a fixed clock, countable bytes, and one environment variable. */
export const outside: TemplateOutside = {
  environment: (name) => (name === 'GREETING' ? 'hello' : undefined),
  now: () => new Date('2024-03-10T12:00:00Z'),
  random: (count) => Uint8Array.from({ length: count }, (_, index) => index * 7),
  timeZone: () => 'UTC',
  printYaml: (data) => printYaml(treeOf(data, at)),
  readYaml: (text) => {
    const value = readYaml(text, 'data');
    return value === undefined ? null : toPlain(value);
  },
};
