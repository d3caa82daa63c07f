import type { ClusterToken } from '../../src/domain/session.ts';

/**
 * A token as kubectl wants it from a credential plugin. `info` is KUBERNETES_EXEC_INFO, in which kubectl says which version
 * of the answer it takes. Times are to the second.
 */
export function execCredentialText({ token, expiresAt }: ClusterToken, info: string | undefined): string {
  return `${JSON.stringify({
    apiVersion: versionIn(info),
    kind: 'ExecCredential',
    spec: {},
    status: { expirationTimestamp: expiresAt.toISOString().replace(/\.\d+/, ''), token },
  })}\n`;
}

function versionIn(info: string | undefined): string {
  const [, version = 'v1beta1'] =
    /"apiVersion"\s*:\s*"client\.authentication\.k8s\.io\/(v1|v1beta1|v1alpha1)"/.exec(info ?? '') ?? [];
  return `client.authentication.k8s.io/${version}`;
}
