import { request } from 'node:https';
import { DescribeClusterCommand, EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import { auditOf, errorOf, type Keys, keysOf } from '../signed.ts';
import { presigned, tokenOf } from './presigned.ts';

const dev = 'acme-plat-ue1-dev-eks-cluster';

const eks = (running: Running, credentials: Keys, region = 'us-east-1') =>
  new EKSClient({ endpoint: running.origin, region, maxAttempts: 1, credentials });

const describe = (client: EKSClient, name: string) => client.send(new DescribeClusterCommand({ name }));

test('an account sees its own clusters, in the region that it asks', () =>
  withRunning(async (running) => {
    const client = eks(running, keysOf(running, 'plat-dev', 'ReadOnlyAccess'));
    const { clusters } = await client.send(new ListClustersCommand({}));
    assert.equal(clusters, [dev]);
    const { cluster } = await describe(client, dev);
    assert.is(cluster?.arn, `arn:aws:eks:us-east-1:222222222202:cluster/${dev}`);
    assert.is(cluster?.status, 'ACTIVE');
    assert.match(cluster?.endpoint ?? '', /^https:\/\/127\.0\.0\.1:\d+\/clusters\//);
    assert.match(
      Buffer.from(cluster?.certificateAuthority?.data ?? '', 'base64').toString(),
      /^-----BEGIN CERTIFICATE-----\n/,
    );
    const elsewhere = eks(running, keysOf(running, 'plat-dev', 'ReadOnlyAccess'), 'eu-west-1');
    assert.equal((await elsewhere.send(new ListClustersCommand({}))).clusters, []);
    assert.is(await errorOf(describe(elsewhere, dev)), 'ResourceNotFoundException 404');
    assert.is(
      await errorOf(describe(client, 'acme-plat-ue1-prod-eks-cluster')),
      'ResourceNotFoundException 404',
    );
    assert.equal(auditOf(running, 'eks').slice(0, 2), [
      'allowed ListClusters',
      `allowed DescribeCluster ${dev}`,
    ]);
  }));

test('a role without the service, false keys and ended ones are refused', () =>
  withRunning(async (running) => {
    const none = eks(running, keysOf(running, 'plat-dev', 'TerraformStateAccess'));
    assert.is(await errorOf(describe(none, dev)), 'AccessDeniedException 403');
    const keys = keysOf(running, 'plat-dev', 'ReadOnlyAccess');
    const forged = eks(running, { ...keys, secretAccessKey: 'another' });
    assert.is(await errorOf(describe(forged, dev)), 'InvalidSignatureException 403');
    const ended = eks(running, keysOf(running, 'plat-dev', 'ReadOnlyAccess', { lifetime: 1 }));
    assert.is(await errorOf(describe(ended, dev)), 'ExpiredTokenException 403');
    assert.is((await fetch(`${running.origin}/clusters`)).status, 404);
  }));

/** Whoever asks the API server of a cluster with a token, and is told the status and what it says. */
async function asking(running: Running) {
  const client = eks(running, keysOf(running, 'plat-dev', 'ReadOnlyAccess'));
  const { cluster } = await describe(client, dev);
  const ca = Buffer.from(cluster?.certificateAuthority?.data ?? '', 'base64');
  return (token: string, path = '/api/v1/namespaces') =>
    new Promise<string>((resolve, reject) => {
      const sent = request(
        `${cluster?.endpoint}${path}`,
        { ca, headers: { authorization: `Bearer ${token}` }, agent: false },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          answer.on('end', () =>
            resolve(`${answer.statusCode} ${(JSON.parse(text) as { kind: string }).kind}`),
          );
        },
      );
      sent.once('error', reject);
      sent.end();
    });
}

test('an API server does the call that a token holds, and lets in whom the cluster names', () =>
  withRunning(async (running) => {
    const keys = keysOf(running, 'plat-dev', 'ReadOnlyAccess');
    const url = await presigned(running.origin, keys, { cluster: dev });
    const ask = await asking(running);
    assert.is(await ask(tokenOf(url)), '200 NamespaceList');
    assert.is(await ask(tokenOf(url), '/api/v1/pods'), '404 Status');
    const refused: readonly [string, string][] = [
      ['the name of another cluster', await presigned(running.origin, keys, { cluster: 'another' })],
      [
        'somebody without an entry',
        await presigned(running.origin, keysOf(running, 'plat-dev', 'TerraformPlanAccess'), { cluster: dev }),
      ],
      [
        'somebody of another account',
        await presigned(running.origin, keysOf(running, 'plat-prod', 'ReadOnlyAccess'), { cluster: dev }),
      ],
      ['a life of an hour', await presigned(running.origin, keys, { cluster: dev, expiresIn: 3600 })],
      [
        'a parameter more',
        await presigned(running.origin, keys, { cluster: dev, query: { RoleArn: 'arn:aws:iam::1:role/x' } }),
      ],
      ['another host', (await presigned('http://127.0.0.1:1', keys, { cluster: dev })).toString()],
      ['a changed signature', `${url.slice(0, -1)}${url.endsWith('0') ? '1' : '0'}`],
      ['no URL', 'nothing'],
    ];
    for (const [what, address] of refused) assert.is(await ask(tokenOf(address)), '401 Status', what);
    assert.is(await ask('k8s-aws-v1.'), '401 Status');
    running.pass(16 * 60_000);
    assert.is(await ask(tokenOf(url)), '401 Status');
  }));

test('a kubeconfig stays right when the emulator was started anew', () =>
  withRunning(async (running) => {
    const look = async () => {
      const { cluster } = await describe(eks(running, keysOf(running, 'plat-dev', 'ReadOnlyAccess')), dev);
      return [cluster?.endpoint, cluster?.certificateAuthority?.data];
    };
    const before = await look();
    await running.restart();
    assert.equal(await look(), before);
  }));

test.run();
