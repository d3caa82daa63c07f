import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { handOver, previewHandOver } from '../../../src/flows/hand-over.ts';
import { withLaptop } from './laptop.ts';

const settings = { type: 'file' } as const;

for (const [beside, identity, region, keyringType] of [
  ['another identity of the same chain', 'also-plat-dev', undefined, 'file'],
  ['a chain of another region', 'plat-dev/terraform', 'eu-west-1', 'file'],
  ['another keyring', 'plat-dev/terraform', undefined, 'memory'],
] as const)
  test(`a shell keeps its AWS profile when a run with ${beside} goes on beside it`, () =>
    withLaptop(async ({ ports, keyring, chain, signIn }) => {
      await signIn();
      const one = chain('plat-dev/terraform');
      const shell = await handOver(ports, keyring, one, 'plat-dev/terraform', 'process', settings);
      const config = shell['AWS_CONFIG_FILE'] as string;
      const files = () =>
        [config, join(dirname(config), 'chain.json')].map((file) => readFileSync(file, 'utf8'));
      const before = files();
      const other = region === undefined ? one : { ...one, region };
      await handOver(ports, keyring, other, identity, 'process', { type: keyringType });
      assert.equal(files(), before);
    }));

test('a preview names the files that a run writes', () =>
  withLaptop(async ({ ports, keyring, chain, signIn }) => {
    await signIn();
    const one = chain('plat-dev/terraform');
    const run = await handOver(ports, keyring, one, 'plat-dev/terraform', 'process', settings);
    assert.equal(previewHandOver(ports, one, 'plat-dev/terraform', 'process', settings), run);
  }));

test.run();
