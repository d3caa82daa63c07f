import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isProblem } from '../../../src/domain/problem.ts';
import { mint } from '../../../src/flows/mint.ts';
import { signOut } from '../../../src/flows/sign-out.ts';
import { whoAmI } from '../../../src/flows/who-am-i.ts';
import { chainKey, signInKey } from '../../../src/identity/session-key.ts';
import { type Laptop, withLaptop } from './laptop.ts';

const minutes = 60_000;
const calls = (laptop: Laptop, action: string) =>
  laptop.emulator.audit().filter((entry) => entry['action'] === action).length;

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing was thrown';
  } catch (error) {
    if (isProblem(error)) return `${error.code} ${error.exitCode}`;
    throw error;
  }
}

test('without a sign-in there are no keys, and nobody is asked', () =>
  withLaptop(async (laptop) => {
    assert.is(
      await codeOf(mint(laptop.ports, laptop.keyring, laptop.chain('plat-dev/terraform'))),
      'login-required 2',
    );
    assert.is(laptop.said(), '');
  }));

test('keys are made once and then found, by this process and by another', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('plat-dev/terraform');
    const first = await mint(laptop.ports, laptop.keyring, chain);
    const second = await mint(laptop.ports, laptop.keyring, chain);
    const other = laptop.another();
    const third = await mint(other, other.keyring({ type: 'file' }), chain);
    assert.equal([second.accessKeyId, third.accessKeyId], [first.accessKeyId, first.accessKeyId]);
    assert.is(calls(laptop, 'GetRoleCredentials'), 1);
  }));

test('ten processes at once make one set of keys', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('core-root/terraform');
    const all = Array.from({ length: 10 }, () => laptop.another()).map((ports) =>
      mint(ports, ports.keyring({ type: 'file' }), chain),
    );
    assert.is(new Set((await Promise.all(all)).map(({ accessKeyId }) => accessKeyId)).size, 1);
    assert.equal([calls(laptop, 'GetRoleCredentials'), calls(laptop, 'AssumeRole')], [1, 1]);
  }));

test('a chain of two steps keeps the keys of both', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    await mint(laptop.ports, laptop.keyring, laptop.chain('core-root/terraform'));
    await mint(laptop.ports, laptop.keyring, laptop.chain('core-identity/terraform'));
    assert.is(calls(laptop, 'GetRoleCredentials'), 1);
    const names = laptop.keyring.labels().map(({ label }) => label.name);
    assert.equal(names.sort(), ['core-identity/terraform', 'core-root/terraform', 'sso']);
  }));

test('keys with less than a quarter of an hour left are made anew', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('plat-dev/terraform');
    await mint(laptop.ports, laptop.keyring, chain);
    laptop.pass(44 * minutes);
    await mint(laptop.ports, laptop.keyring, chain);
    assert.is(calls(laptop, 'GetRoleCredentials'), 1);
    laptop.pass(2 * minutes);
    await mint(laptop.ports, laptop.keyring, chain);
    assert.is(calls(laptop, 'GetRoleCredentials'), 2);
  }));

test('keys are made through a whole day without asking the person again', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const heard = laptop.said();
    for (let hour = 0; hour < 7; hour += 1) {
      laptop.pass(61 * minutes);
      await mint(laptop.ports, laptop.keyring, laptop.chain('plat-dev/terraform'));
    }
    assert.is(laptop.said(), heard);
    laptop.pass(61 * minutes);
    assert.is(
      await codeOf(mint(laptop.ports, laptop.keyring, laptop.chain('plat-dev/terraform'))),
      'session-ended 2',
    );
  }));

test('a permission set that is not assigned is refused by the portal, and the sign-in stays', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    assert.is(
      await codeOf(mint(laptop.ports, laptop.keyring, laptop.chain('plat-prod/AdministratorAccess'))),
      'role-not-assigned 1',
    );
    assert.is(laptop.keyring.labels().length, 1);
    const refused = laptop.emulator.audit().find(({ outcome }) => outcome === 'denied');
    assert.is(refused?.['principal'], 'dana');
  }));

test('a portal that has forgotten the session asks for a new sign-in', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const other = laptop.another();
    const stored = (await other.keyring({ type: 'file' }).get(signInKey(laptop.target))) as never;
    await laptop.ports.aws.portal(laptop.target).logout(stored);
    assert.is(
      await codeOf(mint(laptop.ports, laptop.keyring, laptop.chain('plat-dev/terraform'))),
      'session-ended 2',
    );
    assert.equal(laptop.keyring.labels(), []);
  }));

test('who an identity is gets asked once', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('plat-dev/terraform');
    const label = await whoAmI(laptop.ports, laptop.keyring, chain);
    assert.match(
      label.principalArn ?? '',
      /^arn:aws:sts::222222222202:assumed-role\/AWSReservedSSO_TerraformApplyAccess_[0-9a-f]{16}\/dana@acme\.example$/,
    );
    assert.is(label.accountName, 'plat-dev');
    await whoAmI(laptop.ports, laptop.keyring, chain);
    assert.is(calls(laptop, 'GetCallerIdentity'), 1);
  }));

test('an account given by name is found among all that the portal shows', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('plat-dev/terraform');
    const [step] = chain.steps;
    const named = (name: string) => ({
      ...chain,
      steps: [{ ...step, account: { name } } as NonNullable<typeof step>],
    });
    assert.ok(await mint(laptop.ports, laptop.keyring, named('plat-sandbox')));
    assert.is(await codeOf(mint(laptop.ports, laptop.keyring, named('nowhere'))), 'role-not-assigned 1');
  }));

test('signing out ends the session at the portal and removes every key that came from it', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('core-root/terraform');
    await mint(laptop.ports, laptop.keyring, chain);
    const stored = (await laptop.keyring.get(signInKey(laptop.target))) as never;
    const { was, revoked, roleKeys, keysValidUntil } = await signOut(
      laptop.ports,
      laptop.keyring,
      laptop.target,
    );
    assert.equal([was, revoked, roleKeys], [true, true, 2]);
    assert.ok((keysValidUntil?.getTime() ?? 0) > Date.now());
    assert.equal(laptop.keyring.labels(), []);
    assert.is(await laptop.keyring.get(chainKey(chain)), undefined);
    assert.is(await codeOf(laptop.ports.aws.portal(laptop.target).accounts(stored)), 'login-required 2');
  }));

test('signing out works while the portal is away, and says so', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const { target: signIn } = laptop;
    const away = {
      ...laptop.ports,
      aws: {
        ...laptop.ports.aws,
        portal: () => laptop.ports.aws.portal({ region: 'us-east-1', endpointUrl: 'http://127.0.0.1:9' }),
      },
    };
    const { was, revoked } = await signOut(away, laptop.keyring, signIn);
    assert.is(was, true);
    assert.match(String(revoked), /cannot be reached/);
    assert.equal(laptop.keyring.labels(), []);
  }));

test('nothing of a session stands readable on disk', () =>
  withLaptop(async (laptop) => {
    await laptop.signIn();
    const chain = laptop.chain('plat-dev/terraform');
    const { secretAccessKey, sessionToken } = await mint(laptop.ports, laptop.keyring, chain);
    const stored = (await laptop.keyring.get(signInKey(laptop.target))) as {
      accessToken: string;
      refreshToken: string;
    };
    const everything = filesBelow(laptop.ports, laptop.home)
      .map((path) => laptop.ports.files.read(path))
      .join('\n');
    for (const secret of [secretAccessKey, sessionToken as string, stored.accessToken, stored.refreshToken])
      assert.not.ok(everything.includes(secret));
  }));

function filesBelow({ files }: Laptop['ports'], folder: string): string[] {
  return (files.list(folder) ?? []).flatMap(({ name, type }) =>
    type === 'folder' ? filesBelow({ files } as Laptop['ports'], `${folder}/${name}`) : [`${folder}/${name}`],
  );
}

test.run();
