import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { processEnvironment } from '../../../src/edge/process-environment.ts';

const environment = processEnvironment({ ATMOS_A: '1', ATMOS_B: '', ATMOS_C: undefined, OTHER: 'x' });

test('an empty variable is set, an undefined one is not', () => {
  assert.is(environment.get('ATMOS_A'), '1');
  assert.is(environment.get('ATMOS_B'), '');
  assert.is(environment.get('ATMOS_C'), undefined);
  assert.is(environment.get('toString'), undefined);
});

test('variables are found by the beginning of their name', () => {
  assert.equal(environment.withPrefix('ATMOS_'), { ATMOS_A: '1', ATMOS_B: '' });
});

test.run();
