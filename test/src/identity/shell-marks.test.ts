import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shellMarks, withoutShellMarks } from '../../../src/identity/shell-marks.ts';

const change = { AWS_PROFILE: 'dev', AWS_VAULT: null, AWS_CONFIG_FILE: '/c' };

test('a shell is marked with its identity, never with ATMOS_IDENTITY', () => {
  assert.equal(shellMarks({ name: 'plat-dev/terraform', change, signInFile: '/s/1' }, '2'), {
    ATMOS_KIT_IDENTITY: 'plat-dev/terraform',
    ATMOS_SHLVL: '3',
    ATMOS_KIT_SHELL: 'AWS_PROFILE AWS_CONFIG_FILE',
    ATMOS_KIT_PROMPT: 'plat-dev/terraform',
    ATMOS_KIT_SIGN_IN: '/s/1',
    ATMOS_KIT_RUNNING: null,
    ATMOS_KIT_ENDS: null,
    ATMOS_KIT_UNTIL: null,
  });
});

for (const [level, next] of [
  [undefined, '1'],
  ['', '1'],
  ['x', '1'],
  ['1', '2'],
] as const)
  test(`the level after ${JSON.stringify(level)} is ${next}`, () => {
    assert.is(shellMarks({ name: 'a', change: {} }, level)['ATMOS_SHLVL'], next);
  });

test('an end is told in whole seconds', () => {
  const marks = shellMarks({ name: 'a', change: {}, until: new Date(1_700_000_000_999) }, undefined);
  assert.is(marks['ATMOS_KIT_UNTIL'], '1700000000');
});

for (const [name, prompt] of [
  ['Plat Dev/Admin_1', 'Plat Dev/Admin_1'],
  ['büro/ä', 'büro/ä'],
  ['$(touch x)`y`', '??touch x??y?'],
  ['a%F{red}\\u!\u001b[31m\n', 'a?F?red??u???31m?'],
] as const)
  test(`the name ${JSON.stringify(name)} is no code in a prompt`, () => {
    assert.is(shellMarks({ name, change: {} }, undefined)['ATMOS_KIT_PROMPT'], prompt);
  });

test('what leaves a shell takes away what it set, and nothing elsewhere', () => {
  assert.equal(withoutShellMarks(undefined), {});
  assert.equal(withoutShellMarks('AWS_PROFILE AWS_REGION'), {
    ATMOS_KIT_IDENTITY: null,
    ATMOS_KIT_SHELL: null,
    ATMOS_KIT_PROMPT: null,
    ATMOS_KIT_SIGN_IN: null,
    ATMOS_KIT_ENDS: null,
    ATMOS_KIT_UNTIL: null,
    AWS_PROFILE: null,
    AWS_REGION: null,
  });
});

test.run();
