import type { RoleKeys } from '../../domain/session.ts';
import { sdkCredentials } from './sdk-credentials.ts';
import { originOf, type ServiceTarget } from './target.ts';

/**
 * A token of EKS: a presigned GetCallerIdentity at STS of the cluster's region, with the cluster's name signed as a header.
 * It says that it lasts a minute, and EKS takes it for a quarter of an hour. Nothing is asked.
 * Source: aws-iam-authenticator, whose verifier does the call.
 */
export async function clusterToken(target: ServiceTarget, keys: RoleKeys, cluster: string): Promise<string> {
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@aws-sdk/checksums/sha'),
  ]);
  const origin = originOf(target, 'sts');
  const { protocol, hostname, port, host } = new URL(origin);
  const signer = new SignatureV4({
    service: 'sts',
    region: target.region,
    credentials: sdkCredentials(keys),
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host, 'x-k8s-aws-id': cluster },
    },
    { expiresIn: 60 },
  );
  const url = `${origin}/?${new URLSearchParams(query as Record<string, string>)}`;
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}
