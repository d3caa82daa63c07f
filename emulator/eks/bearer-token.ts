import type { Cluster } from '../contract.ts';

/** Who a bearer token is, by the word of STS. */
export interface TokenCaller {
  readonly account: string;
  readonly arn: string;
}

const names: readonly string[] = [
  'Action',
  'Version',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
];

/**
 * Checks a token of EKS by doing what is in it: a presigned GetCallerIdentity, at this emulator's STS and nowhere else.
 * Returns the caller, or why it is not taken. Source: the rules of aws-iam-authenticator's verifier.
 */
export async function callerOfToken(
  token: string,
  cluster: Pick<Cluster, 'name'>,
  origin: string,
): Promise<TokenCaller | string> {
  const encoded = /^k8s-aws-v1\.([\w-]+)$/.exec(token)?.[1];
  if (encoded === undefined) return 'the token does not begin with k8s-aws-v1.';
  const address = Buffer.from(encoded, 'base64url').toString();
  if (!URL.canParse(address)) return 'the token holds no URL';
  const url = new URL(address);
  if (url.origin !== origin) return `the URL leads to ${url.origin}, which is not the STS of this emulator`;
  if (url.pathname !== '/') return 'the path of the URL is not /';
  const given = [...url.searchParams.keys()];
  const odd =
    given.find((name) => !names.includes(name)) ?? given.find((name, at) => given.indexOf(name) !== at);
  if (odd !== undefined) return `the URL has a parameter ${odd} that is not expected, or twice`;
  const text = (name: string) => url.searchParams.get(name) ?? '';
  if (text('Action') !== 'GetCallerIdentity') return 'the URL does not ask for GetCallerIdentity';
  const seconds = Number(text('X-Amz-Expires'));
  if (!/^\d+$/.test(text('X-Amz-Expires')) || seconds > 900) return 'X-Amz-Expires is not from 0 to 900';
  if (!text('X-Amz-SignedHeaders').split(';').includes('x-k8s-aws-id')) return 'x-k8s-aws-id is not signed';
  const answer = await fetch(url, {
    headers: { accept: 'application/json', 'x-k8s-aws-id': cluster.name },
    redirect: 'error',
  });
  const body = (await answer.json()) as StsAnswer;
  const found = body.GetCallerIdentityResponse?.GetCallerIdentityResult;
  if (found === undefined) return `STS answers ${answer.status} ${body.Error?.Code ?? ''}`;
  return { account: found.Account, arn: found.Arn };
}

interface StsAnswer {
  readonly GetCallerIdentityResponse?: {
    readonly GetCallerIdentityResult: { readonly Account: string; readonly Arn: string };
  };
  readonly Error?: { readonly Code: string };
}
