import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSeed } from '../../../emulator/seed/read-seed.ts';

const base = `
accounts: [{ id: "111111111101", name: root }]
permission_sets: [{ name: Apply }]
`;
for (const [yaml, complaint] of [
  [
    'users: [{ name: ci, account: root, access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: x }]',
    /access_key_id must be AKIALOCAL/,
  ],
  [
    'users: [{ name: ci, account: root, access_key_id: AKIALOCALCICICICICIC, secret_access_key: x }]',
    /secret_access_key must be LocalEmulatorSecret/,
  ],
  [
    'users: [{ name: ci, account: root, access_key_id: AKIALOCALCICICICICIC, secret_access_key: LocalEmulatorSecret/x, mfa_secret: short }]',
    /mfa_secret must be Base32/,
  ],
  ['root_access: [{ account: root, user: nobody }]', /no IAM user "nobody" in that account/],
  ['root_access: [{ account: root, permission_set: Other }]', /no permission set "Other"/],
  [
    'roles: [{ arn: "arn:aws:iam::111111111101:role/x", refuses: [Tags] }]',
    /A role refuses TagSession or SetSourceIdentity, not "Tags"/,
  ],
] as const)
  test(`a seed with ${yaml.slice(0, 60)} is refused with its line`, () => {
    try {
      parseSeed(base + yaml, 'seed.yaml');
    } catch (error) {
      const { message, at } = error as Error & { at?: { line?: number } };
      assert.match(message, complaint);
      assert.ok((at?.line ?? 0) >= 4);
      return;
    }
    assert.unreachable('It was taken.');
  });

test.run();
