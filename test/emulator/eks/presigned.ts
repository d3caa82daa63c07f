/** Tokens of EKS as AWS's own signer makes them. */
import { Sha256 } from '@aws-sdk/checksums/sha';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Keys } from '../signed.ts';

export interface Presigning {
  /** What is signed as the name of the cluster. */
  readonly cluster: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly expiresIn?: number;
}

/** The presigned URL of a GetCallerIdentity at `origin`. */
export async function presigned(
  origin: string,
  credentials: Keys,
  { cluster, query = {}, expiresIn = 60 }: Presigning,
): Promise<string> {
  const { hostname, port, host } = new URL(origin);
  const signer = new SignatureV4({ service: 'sts', region: 'us-east-1', credentials, sha256: Sha256 });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'http:',
      hostname,
      port: Number(port),
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15', ...query },
      headers: { host, 'x-k8s-aws-id': cluster },
    },
    { expiresIn },
  );
  return `${origin}/?${new URLSearchParams(signed.query as Record<string, string>)}`;
}

export const tokenOf = (url: string): string => `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
