import { endpointOf, passThrough } from '../domain/chain.ts';
import { Problem } from '../domain/problem.ts';
import type { RoleKeys } from '../domain/session.ts';
import type { Plain } from '../domain/value.ts';
import type { Ports } from '../ports.ts';
import { outputsOfState } from '../terraform/state-outputs.ts';
import type { StatePlace } from '../terraform/state-place.ts';
import { type Runner, runKeys } from './run-credentials.ts';

/**
 * All outputs of a component from its state, which is read where it rests, as `runner` says; null where there is none.
 * Throws Problem `function-failed`, `stack-invalid`, and what `runKeys` and the StateStore throw.
 */
export async function readState(
  ports: Ports,
  place: StatePlace,
  runner: () => Promise<Runner>,
): Promise<Plain> {
  const text = place.type === 'local' ? ports.files.read(place.path) : await objectText(place);
  const name = place.type === 'local' ? place.path : `s3://${place.bucket}/${place.key}`;
  // Terraform leaves an empty file where it was interrupted before its first state.
  return text === undefined || text.trim() === '' ? null : outputsOfState(text, name, place.at);

  async function objectText(object: StatePlace & { readonly type: 's3' }): Promise<string | undefined> {
    const who = await runner();
    const { bucket, key, pathStyle, roles } = object;
    const around = (name: string) => ports.environment.get(name) || undefined;
    // Whoever the environment says is at the endpoint that the environment says.
    const usual =
      who.chain && !passThrough(who.chain)
        ? endpointOf(who.chain)
        : (around('AWS_ENDPOINT_URL_S3') ?? around('AWS_ENDPOINT_URL'));
    const endpointUrl = object.endpointUrl ?? usual;
    const region =
      object.region ??
      (who.chain && !passThrough(who.chain) ? who.chain.region : undefined) ??
      around('AWS_REGION');
    if (region === undefined)
      throw new Problem({
        code: 'stack-invalid',
        message: `Nothing says in which region the bucket ${bucket} is.`,
        hint: 'Write region: below backend.s3.',
        at: place.at,
      });
    const endpoint = who.chain && endpointOf(who.chain);
    let keys: RoleKeys | undefined = await runKeys(ports, who);
    for (const { sessionName = 'atmos-kit-state', ...role } of roles) {
      if (keys === undefined)
        throw new Problem({
          code: 'identity-not-chosen',
          message: `Nobody is there to take the role ${role.roleArn} of the backend.`,
          hint: 'Name an identity with --identity.',
          at: place.at,
        });
      const target = { region, ...(endpoint !== undefined && { endpointUrl: endpoint }) };
      keys = (await ports.aws.tokens(target).assumeRole(keys, { ...role, sessionName })).keys;
    }
    return ports.states.read({
      bucket,
      key,
      region,
      pathStyle,
      ...(endpointUrl !== undefined && { endpointUrl }),
      ...(keys && { keys }),
    });
  }
}
