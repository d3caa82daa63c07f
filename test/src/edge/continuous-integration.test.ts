import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isContinuousIntegration } from '../../../src/edge/continuous-integration.ts';

for (const [variables, answer] of [
  [{}, false],
  [{ CI: 'true' }, true],
  [{ CI: 'false' }, false],
  [{ CI: '' }, false],
  [{ GITHUB_ACTIONS: 'true' }, true],
  [{ TF_VAR_spacelift_run_id: 'x' }, true],
  [{ JENKINS_URL: 'http://x' }, false],
  [{ JENKINS_URL: 'http://x', BUILD_ID: '1' }, true],
  [{ CI_NAME: 'codeship' }, true],
  [{ CI_NAME: 'mine' }, false],
] as const)
  test(`${JSON.stringify(variables)} is ${answer ? '' : 'not '}CI`, () =>
    assert.is(isContinuousIntegration(variables), answer));

test.run();
