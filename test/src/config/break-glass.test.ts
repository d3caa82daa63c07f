import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { breakGlassSettings } from '../../../src/config/break-glass.ts';
import type { Project } from '../../../src/domain/project.ts';
import type { MapValue } from '../../../src/domain/value.ts';
import { readYaml } from '../../../src/yaml/read-yaml.ts';

function settings(text: string, home?: string) {
  const config = readYaml(text, '/p/atmos.yaml') as MapValue;
  return breakGlassSettings({ config, configFolder: '/p', basePath: '/p/base' } as Project, home);
}

test('without a word it is an hour of AdministratorAccess, and the file is ours', () => {
  assert.equal(settings('{}'), { permissionSet: 'AdministratorAccess', limit: '1h' });
});

test('the file stands beside atmos.yaml, at home, or where it says', () => {
  for (const [file, path] of [
    ['audit.jsonl', '/p/audit.jsonl'],
    ['~/audit.jsonl', '/home/o/audit.jsonl'],
    ['/var/audit.jsonl', '/var/audit.jsonl'],
  ])
    assert.is(settings(`kit: {break_glass: {audit_file: ${file}}}`, '/home/o').auditFile, path);
});

test('what is no text, or a home that is not there, is told with its line', () => {
  for (const text of ['kit:\n  break_glass: {limit: [1h]}', 'kit:\n  break_glass: {audit_file: ~/x}'])
    assert.throws(
      () => settings(text),
      (error: { code?: string; at?: { line?: number } }) =>
        error.code === 'config-invalid' && error.at?.line === 2,
    );
});

test.run();
