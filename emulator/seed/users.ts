import { isBase32 } from '../directory/one-time-code.ts';
import { accountId } from './account-id.ts';
import type { Account, IamUser } from './seed.ts';
import { readServices } from './services.ts';
import type { YamlNodes } from './yaml-nodes.ts';

/** Reads one IAM user. Keys must say that they are local, so that no real one is ever put into a seed. */
export function readUser(nodes: YamlNodes, node: unknown, accounts: readonly Account[]): IamUser {
  const map = nodes.map(node, 'A user', [
    'name',
    'account',
    'access_key_id',
    'secret_access_key',
    'mfa_secret',
    'state',
    'services',
  ]);
  const matching = (key: string, pattern: RegExp, wanted: string): string => {
    const text = nodes.text(map, key, `A user's ${key}`);
    if (!pattern.test(text)) nodes.fail(map.get(key, true), `A user's ${key} must be ${wanted}.`);
    return text;
  };
  const name = matching('name', /^[\w+=,.@-]{1,64}$/, '1-64 of letters, digits, +=,.@-_');
  const account = accountId(
    nodes,
    accounts,
    nodes.text(map, 'account', "A user's account"),
    map.get('account', true),
  );
  const mfaSecret = nodes.optionalText(map, 'mfa_secret', "A user's mfa_secret");
  if (mfaSecret !== undefined && !isBase32(mfaSecret))
    nodes.fail(map.get('mfa_secret', true), "A user's mfa_secret must be Base32: 16 or more of A-Z and 2-7.");
  return {
    name,
    account,
    accessKeyId: matching('access_key_id', /^AKIALOCAL[A-Z2-7]{11}$/, 'AKIALOCAL and 11 of A-Z and 2-7'),
    secretAccessKey: matching(
      'secret_access_key',
      /^LocalEmulatorSecret\/[\w+/=.-]{1,64}$/,
      'LocalEmulatorSecret/ and up to 64 letters and digits',
    ),
    state: nodes.oneOf(map, 'state', "A user's state", ['none', 'read', 'plan', 'write'] as const, 'none'),
    services: readServices(nodes, map),
    mfa:
      mfaSecret === undefined
        ? undefined
        : { serial: `arn:aws:iam::${account}:mfa/${name}`, secret: mfaSecret },
  };
}
