import type { Context } from '../context.ts';
import type { RawRequest, Reply } from '../contract.ts';
import { answerJson, type JsonCall } from '../json/call.ts';
import { JsonRefusal } from '../json/refusal.ts';
import { jsonReply } from '../json/reply.ts';

const hours12 = 12 * 3_600_000;

/** Answers GetAuthorizationToken of ECR, private and public. A password says that it is local and opens nothing. */
export function answerEcr(
  context: Context,
  request: RawRequest,
  service: 'ecr' | 'ecr-public',
): Promise<Reply> {
  const name = (request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  return answerJson(context, request, { service, name, granted: 'ecr', arn: () => '*' }, (call) => {
    if (name !== 'GetAuthorizationToken')
      throw new JsonRefusal(
        400,
        'UnknownOperationException',
        'The local emulator answers GetAuthorizationToken.',
      );
    const expiresAt = Math.floor((context.now().getTime() + hours12) / 1000);
    if (service === 'ecr-public') {
      // Public registries have one region, and the others do not answer at all.
      if (call.region !== 'us-east-1')
        throw new JsonRefusal(400, 'UnsupportedCommandException', 'Public registries live in us-east-1.');
      const authorizationData = { authorizationToken: tokenOf(call, 'public', expiresAt), expiresAt };
      return jsonReply(200, { authorizationData });
    }
    const authorizationData = registriesOf(call).map((registry) => ({
      authorizationToken: tokenOf(call, registry, expiresAt),
      expiresAt,
      proxyEndpoint: `https://${registry}.dkr.ecr.${call.region}.amazonaws.com`,
    }));
    return jsonReply(200, { authorizationData });
  });
}

function registriesOf({ request, caller }: JsonCall): readonly string[] {
  let asked: { registryIds?: unknown } = {};
  try {
    asked = JSON.parse(request.body.toString() || '{}') as typeof asked;
  } catch {
    throw new JsonRefusal(400, 'SerializationException', 'The body is no JSON.');
  }
  const ids = asked.registryIds;
  if (ids === undefined || ids === null) return [caller.account];
  if (Array.isArray(ids) && ids.length > 0 && ids.every((id) => /^\d{12}$/.test(String(id))))
    return ids.map(String);
  throw new JsonRefusal(
    400,
    'InvalidParameterException',
    'registryIds must be account ids of twelve digits.',
  );
}

function tokenOf({ context, caller }: JsonCall, registry: string, expiresAt: number): string {
  const sealed = context.key.seal('registry-password', { registry, principal: caller.principal, expiresAt });
  const password = `LocalEmulatorPassword/${sealed}`;
  context.issued('registry-password', password);
  const token = Buffer.from(`AWS:${password}`).toString('base64');
  context.issued('registry-password', token);
  return token;
}
