import type { RawRequest } from '../contract.ts';
import type { JsonService } from '../signature/fault.ts';

/** Who answers a request: a signed service, or the web side (sso-oidc, the portal and the pages). */
export type Service = 'sts' | 's3' | JsonService | 'web' | { readonly unknown: string };

/**
 * Decides who answers, in this order: the JSON services' target header, the service that the signature names, the
 * form posts of STS, a state bucket, and the web side for the rest. Bucket names can be the same as paths of the web
 * side; the signature tells them apart.
 */
export function serviceOf(request: Omit<RawRequest, 'body'>, buckets: readonly string[]): Service {
  const { method, rawPath, rawQuery, headers } = request;
  const target = headers['x-amz-target'];
  if (target !== undefined) return targets[target.split('.')[0] as string] ?? { unknown: target };
  const scope = signedFor(headers['authorization'] ?? '', rawQuery);
  if (scope === 'sts' || scope === 's3' || scope === 'eks') return scope;
  // sso-oidc and the portal are unsigned; a client that signs for them anyway gets the same answers.
  if (scope !== undefined && !['sso-oauth', 'awsssoportal'].includes(scope)) return { unknown: scope };
  const query = new URLSearchParams(rawQuery);
  if (/^\/*$/.test(rawPath)) {
    const form = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    if (query.has('Action') || (method === 'POST' && form)) return 'sts';
    return 'web';
  }
  // The signature of version 2, which only S3 ever took in a URL.
  if (query.has('AWSAccessKeyId')) return 's3';
  return buckets.includes(rawPath.split('/')[1] ?? '') ? 's3' : 'web';
}

// What the services that take every operation at one address are called in its header.
const targets: Readonly<Record<string, JsonService>> = {
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  SpencerFrontendService: 'ecr-public',
};

/** The service in the credential scope: `<key id>/<date>/<region>/<service>/aws4_request`. */
function signedFor(authorization: string, rawQuery: string): string | undefined {
  const credential =
    /^AWS4-HMAC-SHA256\s.*?Credential=([^,\s]+)/.exec(authorization)?.[1] ??
    new URLSearchParams(rawQuery).get('X-Amz-Credential') ??
    '';
  return /^[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request$/.exec(credential)?.[1];
}
