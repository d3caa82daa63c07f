import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
  SSOClient,
} from '@aws-sdk/client-sso';
import { CreateTokenCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  acme,
  decide,
  deviceGrant,
  faultOf,
  oidcClient,
  type Running,
  register,
  withRunning,
} from '../running.ts';

const dev = '222222222202';
const prod = '222222222204';

const portal = ({ origin }: Running) =>
  new SSOClient({ endpoint: origin, region: 'us-east-1', maxAttempts: 1 });

async function signIn(running: Running, user: string) {
  const client = await register(running);
  const oidc = oidcClient(running);
  const { deviceCode = '', verificationUriComplete: page = '' } = await oidc.send(
    new StartDeviceAuthorizationCommand({ ...client, startUrl: running.origin }),
  );
  await decide(running, page.slice(running.origin.length), 'approve', user);
  const { accessToken = '', refreshToken = '' } = await oidc.send(
    new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode }),
  );
  // A client of its own: one that kept its connection would meet the end of it when the emulator restarts.
  const refresh = () =>
    oidcClient(running).send(new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken }));
  return { accessToken, refresh };
}

const keys = (running: Running, accessToken: string, accountId: string, roleName: string) =>
  portal(running).send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }));

async function accountsOf(running: Running, accessToken: string, pageSize: number): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const page of paginateListAccounts({ client: portal(running), pageSize }, { accessToken }))
    pages.push((page.accountList ?? []).map(({ accountName = '' }) => accountName));
  return pages;
}

test('a person sees the accounts in which something is assigned, page by page', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    const all = [
      ...['core-artifacts', 'core-audit', 'core-auto', 'core-identity', 'core-network', 'core-security'],
      ...['plat-sandbox', 'plat-dev', 'plat-staging', 'plat-prod'],
    ];
    assert.equal(await accountsOf(running, accessToken, 100), [all]);
    assert.equal(await accountsOf(running, accessToken, 10), [all]);
    assert.equal(await accountsOf(running, accessToken, 4), [all.slice(0, 4), all.slice(4, 8), all.slice(8)]);
    assert.equal(
      await accountsOf(running, accessToken, 1),
      all.map((name) => [name]),
    );
  }));

test('who has nothing sees nothing', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'nick');
    assert.equal(await accountsOf(running, accessToken, 10), [[]]);
    assert.is(
      await faultOf(keys(running, accessToken, dev, 'ReadOnlyAccess')),
      'ForbiddenException: No access',
    );
  }));

test('roles are the permission sets of one account, page by page', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    const pages: string[] = [];
    const input = { accessToken, accountId: dev };
    for await (const page of paginateListAccountRoles({ client: portal(running), pageSize: 2 }, input))
      pages.push((page.roleList ?? []).map(({ roleName, accountId }) => `${accountId} ${roleName}`).join());
    assert.equal(pages, [`${dev} PowerUserAccess,${dev} ReadOnlyAccess`, `${dev} TerraformApplyAccess`]);
    const root = new ListAccountRolesCommand({ accessToken, accountId: '111111111101' });
    assert.is(await faultOf(portal(running).send(root)), 'ForbiddenException: No access');
  }));

test('a page token belongs to its list, and a page has 1 to 100 entries', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    const ask = (query: string) =>
      fetch(`${running.origin}/assignment/${query}`, { headers: { 'x-amz-sso_bearer_token': accessToken } });
    const first = (await (await ask('accounts?max_result=1')).json()) as { nextToken: string };
    assert.match(first.nextToken, /[:/+=]/);
    const token = encodeURIComponent(first.nextToken);
    assert.is((await ask(`accounts?max_result=1&next_token=${token}`)).status, 200);
    assert.is((await ask(`roles?account_id=${dev}&next_token=${token}`)).status, 400);
    for (const wrong of ['0', '101', 'x', '1.5', '-1'])
      assert.is((await ask(`accounts?max_result=${wrong}`)).status, 400, wrong);
    assert.is((await ask('accounts?next_token=made-up')).status, 400);
    assert.is((await ask('roles')).status, 400);
    const last = (await (await ask('accounts')).json()) as object;
    assert.not.ok('nextToken' in last);
  }));

test('keys of an assigned role live as long as its permission set says, in milliseconds', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    const before = Date.now();
    const { roleCredentials } = await keys(running, accessToken, dev, 'PowerUserAccess');
    assert.match(roleCredentials?.accessKeyId ?? '', /^ASIALOCAL/);
    assert.match(roleCredentials?.sessionToken ?? '', /^LocalEmulatorToken\//);
    const lifetime = (roleCredentials?.expiration ?? 0) - before;
    assert.ok(lifetime > 4 * 3_600_000 - 1000 && lifetime < 4 * 3_600_000 + 60_000, String(lifetime));
  }));

test('a role that is not assigned is 403, whether or not it exists', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    for (const [account, role] of [
      [prod, 'AdministratorAccess'],
      [prod, 'NoSuchRole'],
      ['999999999999', 'ReadOnlyAccess'],
    ] as const)
      assert.is(await faultOf(keys(running, accessToken, account, role)), 'ForbiddenException: No access');
    const answer = await fetch(
      `${running.origin}/federation/credentials?account_id=${prod}&role_name=AdministratorAccess`,
      { headers: { 'x-amz-sso_bearer_token': accessToken } },
    );
    assert.is(answer.status, 403);
    assert.equal(await answer.json(), {
      message: 'No access',
      __type: 'com.amazonaws.switchboard.portal#ForbiddenException',
    });
  }));

test('a token that is missing, made up, expired or of somebody who is gone is 401', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    const unauthorized = 'UnauthorizedException: Session token not found or invalid';
    for (const token of ['made-up', `${accessToken}x`, 'LocalEmulatorAccess/a:b'])
      assert.is(await faultOf(keys(running, token, dev, 'ReadOnlyAccess')), unauthorized);
    assert.is((await fetch(`${running.origin}/assignment/accounts`)).status, 401);
    const authorization = `Bearer ${accessToken}`;
    assert.is(
      (await fetch(`${running.origin}/assignment/accounts`, { headers: { authorization } })).status,
      401,
    );
    await running.restart({ ...acme, people: [] });
    assert.is(await faultOf(keys(running, accessToken, dev, 'ReadOnlyAccess')), unauthorized);
    await running.restart();
    assert.is(await faultOf(keys(running, accessToken, dev, 'ReadOnlyAccess')), 'answered');
    running.pass(acme.lifetimes.accessToken);
    assert.is(await faultOf(keys(running, accessToken, dev, 'ReadOnlyAccess')), unauthorized);
  }));

test('logout ends the access token and the refresh token, and nobody else', () =>
  withRunning(async (running) => {
    const [dana, olga] = [await signIn(running, 'dana'), await signIn(running, 'olga')];
    await portal(running).send(new LogoutCommand({ accessToken: dana.accessToken }));
    assert.match(
      await faultOf(keys(running, dana.accessToken, dev, 'ReadOnlyAccess')),
      /^UnauthorizedException/,
    );
    assert.match(await faultOf(dana.refresh()), /^InvalidGrantException: .*ended/);
    await running.restart();
    assert.match(await faultOf(dana.refresh()), /^InvalidGrantException: .*ended/);
    assert.is(await faultOf(olga.refresh()), 'answered');
    const again = new LogoutCommand({ accessToken: dana.accessToken });
    assert.match(await faultOf(portal(running).send(again)), /^UnauthorizedException/);
  }));

test('the audit log has every decision: who, account, role and outcome', () =>
  withRunning(async (running) => {
    const { accessToken } = await signIn(running, 'dana');
    await keys(running, accessToken, dev, 'ReadOnlyAccess');
    await faultOf(keys(running, accessToken, prod, 'AdministratorAccess'));
    await faultOf(keys(running, 'made-up', prod, 'AdministratorAccess'));
    const lines = running.audit().filter(({ service }) => service === 'sso');
    assert.equal(
      lines.map(({ time: _, resource: __, ...line }) => line),
      [
        {
          service: 'sso',
          action: 'GetRoleCredentials',
          principal: 'dana',
          account: dev,
          role: 'ReadOnlyAccess',
          outcome: 'allowed',
        },
        {
          service: 'sso',
          action: 'GetRoleCredentials',
          principal: 'dana',
          account: prod,
          role: 'AdministratorAccess',
          outcome: 'denied',
          error: 'ForbiddenException',
        },
        { service: 'sso', action: 'GetRoleCredentials', outcome: 'denied', error: 'UnauthorizedException' },
      ],
    );
    assert.match(lines[0]?.['resource'] ?? '', /^arn:aws:iam::222222222202:role\/aws-reserved\//);
  }));

test.run();
