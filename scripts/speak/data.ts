import type { Value } from '../../src/domain/value.ts';
import { printJson } from '../../src/yaml/print-json.ts';
import { printYaml } from '../../src/yaml/print-yaml.ts';

export type DataFormat = 'yaml' | 'json';

/** A tree for people and programs, keys sorted. */
export function dataText(value: Value, format: DataFormat): string {
  return format === 'json' ? `${printJson(value)}\n` : printYaml(value);
}
