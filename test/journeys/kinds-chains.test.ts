/** Chains that begin elsewhere than at Identity Center, and chains of roles and root tasks. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow } from './files-below.ts';
import { atEmulator, kindsJourney, secondRole, user, userRole, userVariables } from './kinds.ts';

const me = `
identities:
  me:
    kind: aws/user
    credentials: { access_key_id: ${user.accessKeyId}, secret_access_key: ${user.secretAccessKey} }
    ${atEmulator}
  mine:
    kind: aws/assume-role
    via: { identity: me }
    principal: { assume_role: "${userRole}", external_id: from-acme, session_name: night watch, duration: 24h }
`;

kindsJourney(
  'a user’s keys open a session, a role is taken with it, and too long a session becomes one that AWS gives',
  me,
  async (desk) => {
    const who = await desk.kit('auth whoami -i me -o json');
    assert.is(who.exitCode, 0, who.stderr);
    const { principal, account, provider, seconds_left: left } = JSON.parse(who.stdout);
    assert.equal(
      [principal, account, provider],
      [`arn:aws:iam::111111111101:user/${user.name}`, '111111111101', 'aws-user'],
    );
    assert.ok(left > 11.9 * 3600 && left <= 12 * 3600, String(left));

    const role = await desk.kit('auth whoami -i mine -o json');
    assert.is(role.exitCode, 0, role.stderr);
    assert.is(
      role.stderr,
      'mine asks for sessions of 86400 seconds; AWS gives it 43200 at most.\n' +
        'mine asks for sessions of 43200 seconds; AWS gives it 3600 at most.\n',
    );
    assert.is(
      JSON.parse(role.stdout).principal,
      'arn:aws:sts::111111111101:assumed-role/acme-core-gbl-root-user/night-watch',
    );
    const calls = desk.emulator.audit().map(({ action, outcome }) => `${action} ${outcome}`);
    assert.is(calls.filter((call) => call === 'GetSessionToken allowed').length, 1, calls.join('\n'));
  },
);

kindsJourney('a user’s keys stand in no output and in no file of ours', me, async (desk) => {
  const said: string[] = [];
  for (const words of [
    'auth list --format json',
    'auth whoami -i mine',
    'describe config --format json',
    'describe stacks --format json',
    'describe component vpc -s plat-ue1-dev --format json',
    'terraform plan vpc -s plat-ue1-dev -i mine --dry-run',
  ]) {
    const { stdout, stderr } = await desk.kit(words);
    said.push(stdout, stderr);
  }
  for (const text of [...said, ...filesBelow(desk.home), ...filesBelow(desk.run)])
    assert.not.ok(
      text.includes(user.secretAccessKey) || text.includes(user.accessKeyId),
      text.slice(0, 2000),
    );
});

const around = `
identities:
  around: { kind: aws/ambient, ${atEmulator} }
  from-around:
    kind: aws/assume-role
    via: { identity: around }
    principal: { assume_role: "${userRole}", external_id: from-acme }
  as-is: { kind: ambient, env: [{ key: NAMED, value: by its env }] }
`;

kindsJourney('keys that are around serve as they are, and for a role', around, async (desk) => {
  const variables = { ...userVariables, AWS_EC2_METADATA_DISABLED: 'true' };
  const who = await desk.kit('auth whoami -i around -o json', { variables });
  assert.is(who.exitCode, 0, who.stderr);
  assert.is(JSON.parse(who.stdout).principal, `arn:aws:iam::111111111101:user/${user.name}`);
  const printed = await desk.kit('auth process -i around', { variables });
  assert.equal(JSON.parse(printed.stdout), {
    Version: 1,
    AccessKeyId: user.accessKeyId,
    SecretAccessKey: user.secretAccessKey,
    Expiration: '9999-12-31T23:59:59.000Z',
  });
  const role = await desk.kit('auth whoami -i from-around -o json', { variables });
  assert.match(role.stdout, /assumed-role\/acme-core-gbl-root-user\/atmos-kit-from-around/);

  const nothing = await desk.kit('auth whoami -i around', {
    variables: { AWS_EC2_METADATA_DISABLED: 'true' },
  });
  assert.is(nothing.exitCode, 1);
  assert.match(
    nothing.stderr,
    /^atmos-kit: No AWS keys are around: .*\n {2}Set AWS_PROFILE or AWS_ACCESS_KEY_ID/,
  );
});

kindsJourney(
  'a child finds the keys that are around where they are; a role of them is handed over',
  around,
  async (desk) => {
    const variables = {
      ...userVariables,
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      OTHER: 'kept',
    };
    const childOf = async (identity: string) => {
      const { exitCode, stdout, stderr } = await desk.kit(['auth', 'exec', '-i', identity, '--', 'env'], {
        variables,
      });
      assert.is(exitCode, 0, stderr);
      return Object.fromEntries(stdout.split('\n').map((line) => line.split(/=(.*)/s, 2)));
    };
    const asIs = await childOf('as-is');
    assert.is(asIs['AWS_ENDPOINT_URL'], undefined);
    assert.is(asIs['NAMED'], 'by its env');
    for (const child of [asIs, await childOf('around')]) {
      assert.is(child['AWS_ACCESS_KEY_ID'], user.accessKeyId);
      assert.is(child['AWS_SECRET_ACCESS_KEY'], user.secretAccessKey);
      assert.is(child['AWS_REGION'], 'eu-west-1');
      assert.is(child['AWS_CONFIG_FILE'], undefined);
    }
    assert.is((await childOf('around'))['AWS_ENDPOINT_URL_STS'], desk.emulator.origin);
    const role = await childOf('from-around');
    assert.match(role['AWS_ACCESS_KEY_ID'], /^ASIA/);
    assert.ok(Date.parse(role['AWS_CREDENTIAL_EXPIRATION']) > Date.now());
    assert.is(role['AWS_REGION'], 'eu-west-1');
    assert.is(role['AWS_CONFIG_FILE'], undefined);

    const lines = (await desk.kit('auth env -i around --format dotenv', { variables })).stdout;
    assert.not.match(lines, /ACCESS_KEY|unset/);
  },
);

kindsJourney('an identity of kind ambient has no keys to hand out, and says so', around, async (desk) => {
  const { exitCode, stdout, stderr } = await desk.kit('auth process -i as-is');
  assert.is(exitCode, 1);
  assert.is(stdout, '');
  assert.match(
    stderr,
    /as-is is of kind ambient: .* no keys are made for it\.\n {2}Make it an identity of kind aws\/ambient/,
  );
});

const rootTask = `
identities:
  root-admin: { kind: aws/permission-set, via: { provider: sso }, principal: { name: AdministratorAccess, account: { name: core-root } } }
  root-audit:
    kind: aws/assume-root
    via: { identity: root-admin }
    principal:
      target_principal: "222222222202"
      task_policy_arn: arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials
      duration: 1h
`;

kindsJourney(
  'a task is done as the root user of a member account, for a quarter of an hour',
  rootTask,
  async (desk) => {
    await desk.signIn('olga');
    const { exitCode, stdout, stderr } = await desk.kit('auth whoami -i root-audit -o json');
    assert.is(exitCode, 0, stderr);
    assert.is(stderr, 'root-audit asks for sessions of 3600 seconds; AWS gives it 900 at most.\n');
    const { principal, role, account, seconds_left: left } = JSON.parse(stdout);
    assert.equal(
      [principal, role, account],
      ['arn:aws:iam::222222222202:root', 'IAMAuditRootUserCredentials', '222222222202'],
    );
    assert.ok(left > 880 && left <= 900, String(left));
  },
);

kindsJourney(
  'who may not be root is told in the words of AWS',
  rootTask.replace('AdministratorAccess', 'ReadOnlyAccess'),
  async (desk) => {
    await desk.signIn('olga');
    const { exitCode, stderr } = await desk.kit('auth whoami -i root-audit');
    assert.is(exitCode, 1);
    assert.match(
      stderr,
      /did not let you be root in account 222222222202: User: .* is not authorized to perform: sts:AssumeRoot/,
    );
  },
);

const tagged = `${me}
  tagged:
    kind: aws/assume-role
    via: { identity: me }
    principal:
      assume_role: "${userRole}"
      external_id: from-acme
      session_tags: [{ key: Team, value: platform }, { key: Ticket, value: OPS-1 }]
      transitive_tag_keys: [Team]
      source_identity: dana
  second: { kind: aws/assume-role, via: { identity: tagged }, principal: { assume_role: "${secondRole}" } }
`;

kindsJourney(
  'tags and a source identity go along the chain, and an edited tag is another session',
  tagged,
  async (desk) => {
    const who = await desk.kit('auth whoami -i second');
    assert.is(who.exitCode, 0, who.stderr);
    const told = () =>
      (desk.emulator.audit() as Record<string, unknown>[])
        .filter(({ action }) => action === 'AssumeRole')
        .map(({ tags, sourceIdentity }) => [tags, sourceIdentity]);
    assert.equal(told(), [
      [{ Team: 'platform', Ticket: 'OPS-1' }, 'dana'],
      [{ Team: 'platform' }, 'dana'],
    ]);
    desk.edit('profiles/kinds/kinds.yaml', 'OPS-1', 'OPS-2');
    assert.is((await desk.kit('auth whoami -i tagged')).exitCode, 0);
    assert.equal(told().at(-1), [{ Team: 'platform', Ticket: 'OPS-2' }, 'dana']);
  },
);

test.run();
