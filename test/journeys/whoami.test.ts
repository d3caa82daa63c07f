import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withDesk } from './desk.ts';

test('who is not signed in is told so, and what to type', () =>
  withDesk(async (desk) => {
    const { exitCode, stdout, stderr } = await desk.kit('auth whoami');
    assert.is(stderr, 'atmos-kit: You are not signed in at sso.\n  atmos-kit auth login --provider sso\n');
    assert.is(stdout, '');
    assert.is(exitCode, 2);
  }));

test.run();
