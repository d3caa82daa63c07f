import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { oneTimeCode } from '../../../emulator/directory/one-time-code.ts';

// The secret of RFC 6238's own test vectors, "12345678901234567890", in Base32; their last six digits.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

for (const [seconds, code] of [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const)
  test(`the code ${seconds} s after 1970 is that of RFC 6238`, () => {
    assert.is(oneTimeCode(secret, seconds * 1000), code);
  });

test('a secret that is not Base32 is refused', () => {
  assert.throws(() => oneTimeCode('not base32, really', 0), /not Base32/);
});

test.run();
