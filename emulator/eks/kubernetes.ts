import type { Cluster, Reply } from '../contract.ts';
import { jsonReply } from '../json/reply.ts';

/** Who asks an API server, in its own words. */
export interface KubernetesUser {
  readonly username: string;
  readonly groups: readonly string[];
}

/** What the stand-in for an API server has to show: its version, what there is, three namespaces, and who you are. */
export function answerKubernetes(
  { version }: Pick<Cluster, 'version'>,
  method: string,
  path: string,
  user: KubernetesUser,
): Reply {
  const [major = '1', minor = '33'] = version.split('.');
  const answers: Readonly<Record<string, () => object>> = {
    'GET /version': () => ({ major, minor, gitVersion: `v${version}.0-local`, platform: 'linux/amd64' }),
    'GET /api': () => ({ kind: 'APIVersions', versions: ['v1'] }),
    'GET /apis': () => ({ kind: 'APIGroupList', apiVersion: 'v1', groups: [authentication] }),
    'GET /api/v1': () =>
      resources('v1', { name: 'namespaces', kind: 'Namespace', verbs: ['get', 'list'], shortNames: ['ns'] }),
    'GET /apis/authentication.k8s.io/v1': () =>
      resources('authentication.k8s.io/v1', {
        name: 'selfsubjectreviews',
        kind: 'SelfSubjectReview',
        verbs: ['create'],
      }),
    'GET /api/v1/namespaces': () => ({
      kind: 'NamespaceList',
      apiVersion: 'v1',
      metadata: { resourceVersion: '1' },
      items: ['default', 'kube-system', 'local-emulator'].map(namespace),
    }),
    'POST /apis/authentication.k8s.io/v1/selfsubjectreviews': () => ({
      kind: 'SelfSubjectReview',
      apiVersion: 'authentication.k8s.io/v1',
      status: { userInfo: user },
    }),
  };
  const answer = answers[`${method} ${path}`];
  if (answer === undefined)
    return status(404, 'NotFound', 'the server could not find the requested resource');
  return jsonReply(method === 'POST' ? 201 : 200, answer());
}

/** A refusal as Kubernetes has it. */
export function status(code: number, reason: string, message: string): Reply {
  return jsonReply(code, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
  });
}

const groupVersion = { groupVersion: 'authentication.k8s.io/v1', version: 'v1' };
const authentication = {
  name: 'authentication.k8s.io',
  versions: [groupVersion],
  preferredVersion: groupVersion,
};

const resources = (
  group: string,
  resource: {
    readonly name: string;
    readonly kind: string;
    readonly verbs: readonly string[];
    readonly shortNames?: readonly string[];
  },
) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: group,
  resources: [{ ...resource, singularName: '', namespaced: false }],
});

const namespace = (name: string) => ({
  metadata: { name, creationTimestamp: '2026-01-01T00:00:00Z' },
  status: { phase: 'Active' },
});
