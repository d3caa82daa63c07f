import type { RawRequest } from '../contract.ts';
import type { Service } from '../http/service-of.ts';
import type { JsonService } from '../signature/fault.ts';

/** What a request asks for, in the words of the audit log. */
export interface Operation {
  readonly service: 'sso-oidc' | 'sso' | 'sts' | 's3' | JsonService | 'signin' | 'github' | 'pages';
  readonly name: string;
}

const onTheWeb: Readonly<Record<string, Operation>> = {
  'POST /client/register': { service: 'sso-oidc', name: 'RegisterClient' },
  'POST /device_authorization': { service: 'sso-oidc', name: 'StartDeviceAuthorization' },
  'POST /token': { service: 'sso-oidc', name: 'CreateToken' },
  'GET /assignment/accounts': { service: 'sso', name: 'ListAccounts' },
  'GET /assignment/roles': { service: 'sso', name: 'ListAccountRoles' },
  'GET /federation/credentials': { service: 'sso', name: 'GetRoleCredentials' },
  'POST /logout': { service: 'sso', name: 'Logout' },
  'GET /federation': { service: 'signin', name: 'Federation' },
  'POST /federation': { service: 'signin', name: 'Federation' },
};

/** The operation of a request. That of STS stands in the parameters, which may be in the body: `action`. */
export function operationOf(service: Service, head: Omit<RawRequest, 'body'>, action = ''): Operation {
  if (service === 'sts') return { service: 'sts', name: action };
  if (service === 's3') return { service: 's3', name: head.method };
  if (service === 'eks')
    return { service, name: head.rawPath === '/clusters' ? 'ListClusters' : 'DescribeCluster' };
  if (service === 'ecr' || service === 'ecr-public')
    return { service, name: (head.headers['x-amz-target'] ?? '').split('.')[1] ?? '' };
  const path = head.rawPath.replace(/^\/{2,}/, '/');
  if (path.startsWith('/github/idtoken/')) return { service: 'github', name: 'GetIdToken' };
  return onTheWeb[`${head.method} ${path}`] ?? { service: 'pages', name: path };
}
