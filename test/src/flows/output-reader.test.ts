import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { IdentityDefault } from '../../../src/domain/component.ts';
import { processEnvironment } from '../../../src/edge/process-environment.ts';
import { askingRunner, readerOf } from '../../../src/flows/output-reader.ts';
import type { Runner } from '../../../src/flows/run-credentials.ts';
import type { Ports } from '../../../src/ports.ts';
import { mapOf, projectOf } from '../terraform/project.ts';

const auth = mapOf({
  providers: { p: { kind: 'mock/aws', region: 'us-east-1' } },
  identities: {
    own: { kind: 'mock/aws', via: { provider: 'p' } },
    asker: { kind: 'mock/aws', via: { provider: 'p' } },
  },
});
const mark = (
  identity: string,
  value = true,
  layer: IdentityDefault['layer'] = 'stack',
): IdentityDefault => ({
  identity,
  value,
  layer,
  at: { file: `${layer}.yaml`, line: 1 },
});
const ports = (ATMOS_IDENTITY?: string) =>
  ({
    environment: processEnvironment({ ATMOS_IDENTITY }),
    terminal: { interactive: false },
  }) as Ports;
const asked = (identity: string | undefined, defaults: readonly IdentityDefault[]) => ({
  project: projectOf({}, { auth, identityDefaults: defaults }),
  identity,
});
const asker = async () => ({ chosen: { identity: { name: 'whoever asks' } } }) as Runner;

const readers: readonly (readonly [
  what: string,
  own: readonly IdentityDefault[],
  configured: readonly IdentityDefault[],
  flag: string | undefined,
  variable: string | undefined,
  name: string | undefined,
])[] = [
  ['its own default', [mark('own')], [], undefined, undefined, 'own'],
  ['its own default, whatever the run was told', [mark('own')], [], 'asker', undefined, 'own'],
  ['its own default, whatever ATMOS_IDENTITY says', [mark('own')], [], undefined, 'asker', 'own'],
  ['the default of configuration', [], [mark('own', true, 'profile')], 'asker', undefined, 'own'],
  ['whoever asks, where it has no default', [], [], undefined, undefined, 'whoever asks'],
  [
    'whoever asks, where the stack takes the default away',
    [mark('own', false)],
    [mark('own', true, 'profile')],
    undefined,
    undefined,
    'whoever asks',
  ],
  ['nobody, where the run has nobody', [mark('own')], [], 'false', undefined, undefined],
  ['nobody, where ATMOS_IDENTITY is off', [mark('own')], [], undefined, 'off', undefined],
  ['its own default, where a flag outranks ATMOS_IDENTITY', [mark('own')], [], 'asker', 'off', 'own'],
];
for (const [what, own, configured, flag, variable, name] of readers)
  test(`outputs are read by ${what}`, async () => {
    const target = { auth: mapOf({}), identityDefaults: own };
    const { chosen } = await readerOf(ports(variable), asked(flag, configured), target, asker);
    assert.is(chosen.identity?.name, name);
  });

const askers: readonly (readonly [flag: string | undefined, variable: string | undefined, name: string])[] = [
  ['asker', 'own', 'asker'],
  [undefined, 'asker', 'asker'],
  [undefined, undefined, 'own'],
];
for (const [flag, variable, name] of askers)
  test(`${flag ?? variable ?? 'nothing said'}: who asks is ${name}`, async () => {
    const component = { auth: mapOf({}), identityDefaults: [mark('own')] };
    assert.is((await askingRunner(ports(variable), asked(flag, []), component)).chosen.identity?.name, name);
  });

test('two defaults in one file are a question that nobody can be asked here', async () => {
  const target = { auth: mapOf({}), identityDefaults: [mark('own'), mark('asker')] };
  try {
    await readerOf(ports(), asked(undefined, []), target, asker);
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /Several default identities/);
  }
});

test.run();
