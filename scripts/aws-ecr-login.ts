import { accountIdOf } from '../src/domain/chain.ts';
import { chooseAlone } from '../src/flows/environment-of.ts';
import {
  dockerConfigPath,
  helperOf,
  registryHost,
  registryPassword,
  signDockerIn,
  signDockerOut,
} from '../src/flows/registry-login.ts';
import { runKeys } from '../src/flows/run-credentials.ts';
import { environmentRequest } from './environment-request.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { runNamedIntegration } from './named-integration.ts';
import { localTime } from './speak/time-left.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `aws ecr login`: Docker may pull and push images at ECR, as an identity. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  if (call.words[0] !== undefined) return runNamedIntegration(context, call.words[0], 'registry');
  const accountId = textFlag(call, 'registry-id');
  if (accountId !== undefined && !/^\d{12}$/.test(accountId))
    throw usage(call.verb, `--registry-id is an account of twelve digits, not "${accountId}".`);
  const found = await chooseAlone(ports, { ...environmentRequest(call), ...projectFlags(call) });
  const { identity, chain } = found;
  const isPublic = isOn(call, 'public');
  const wish = { public: isPublic, accountId, region: textFlag(call, 'region') ?? chain.region };
  const known = registryHost({ ...wish, accountId: accountId ?? accountIdOf(chain) });
  if (isOn(call, 'logout')) {
    if (known === undefined) throw usage(call.verb, '--logout needs --registry-id here.');
    const was = await signDockerOut(ports, known);
    ports.terminal.say(was ? `Docker is signed out of ${known}.` : `Docker was not signed in at ${known}.`);
    return 0;
  }
  if (isOn(call, 'dry-run')) {
    const helper = known && helperOf(ports, known);
    const where = helper
      ? `hand it to docker-credential-${helper}`
      : `write it into ${dockerConfigPath(ports)}`;
    ports.terminal.say(
      `Would ask for a password of ${known ?? 'the registry'} as ${identity.name}, and ${where}.`,
    );
    return 0;
  }
  const keys = await runKeys(ports, found);
  if (keys === undefined) throw usage(call.verb, `${identity.name} has no keys, so it signs in nowhere.`);
  const { registry, password } = await registryPassword(ports, chain, keys, wish);
  const where = await signDockerIn(ports, registry, password);
  ports.terminal.say(
    `Docker is signed in at ${registry} as ${identity.name} until ${localTime(password.expiresAt)} (${where}).`,
  );
  return 0;
};
