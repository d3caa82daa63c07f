import type { Context } from '../context.ts';
import type { Cluster, RawRequest, Reply } from '../contract.ts';
import { answerJson, type JsonCall } from '../json/call.ts';
import { JsonRefusal } from '../json/refusal.ts';
import { jsonErrorReply, jsonReply } from '../json/reply.ts';

/** Answers a call of EKS: DescribeCluster and ListClusters, of the caller's account and in the region that is signed for. */
export function answerEks(context: Context, request: RawRequest): Promise<Reply> {
  const path = /^\/+clusters(?:\/([^/]+))?\/?$/.exec(request.rawPath);
  if (request.method !== 'GET' || path === null)
    return Promise.resolve(
      jsonErrorReply({
        status: 404,
        code: 'UnknownOperationException',
        message: 'The local emulator answers DescribeCluster and ListClusters.',
      }),
    );
  const name = path[1] === undefined ? undefined : decoded(path[1]);
  return answerJson(
    context,
    request,
    {
      service: 'eks',
      name: name === undefined ? 'ListClusters' : 'DescribeCluster',
      granted: 'eks',
      ...(name !== undefined && { resource: name }),
      arn: ({ account }, region) =>
        name === undefined
          ? `arn:aws:eks:${region}:${account}:cluster/*`
          : clusterArn({ name, account, region }),
    },
    (call) => (name === undefined ? listClusters(call) : describeCluster(call, name)),
  );
}

/** `arn:aws:eks:<region>:<account>:cluster/<name>`. */
function clusterArn({ name, account, region }: Pick<Cluster, 'name' | 'account' | 'region'>): string {
  return `arn:aws:eks:${region}:${account}:cluster/${name}`;
}

const clustersOf = ({ context, caller, region }: JsonCall): readonly Cluster[] =>
  (context.seed.clusters ?? []).filter((one) => one.account === caller.account && one.region === region);

function listClusters(call: JsonCall): Reply {
  return jsonReply(200, { clusters: clustersOf(call).map(({ name }) => name), nextToken: null });
}

async function describeCluster(call: JsonCall, name: string): Promise<Reply> {
  const cluster = clustersOf(call).find((one) => one.name === name);
  if (cluster === undefined)
    throw new JsonRefusal(404, 'ResourceNotFoundException', `No cluster found for name: ${name}.`);
  const { endpoint, certificate } = await call.context.apiServer.open(cluster);
  return jsonReply(200, {
    cluster: {
      name,
      arn: clusterArn(cluster),
      endpoint,
      certificateAuthority: { data: Buffer.from(certificate).toString('base64') },
      status: 'ACTIVE',
      version: cluster.version,
      createdAt: 1_767_225_600,
    },
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
