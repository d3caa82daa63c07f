import { join, resolve } from 'node:path';
import { credentialHelper, withoutRegistry, withRegistry } from '../containers/docker-config.ts';
import { type Chain, serviceTarget } from '../domain/chain.ts';
import { suffixOfRegion } from '../domain/partition.ts';
import { Problem } from '../domain/problem.ts';
import type { RoleKeys } from '../domain/session.ts';
import type { Ports, RegistryPassword } from '../ports.ts';
import { changeFileAlone, changeOfFile, changesNothing } from './file-change.ts';

type DockerNeeds = Pick<Ports, 'files' | 'environment' | 'here' | 'writer' | 'leases' | 'children'>;

/** Which registry. Without an account it is that of the keys. */
export interface RegistryWish {
  readonly public: boolean;
  readonly accountId?: string | undefined;
  readonly region: string;
}

/** The name of ECR's public registries, of which there is one for the whole world. */
const publicRegistry = 'public.ecr.aws';

/** The host of a registry, such as `111111111102.dkr.ecr.us-east-1.amazonaws.com`; undefined without an account. */
export function registryHost({ public: isPublic, accountId, region }: RegistryWish): string | undefined {
  if (isPublic) return publicRegistry;
  return accountId && `${accountId}.dkr.ecr.${region}.${suffixOfRegion(region)}`;
}

/** A password for a registry, and the registry that it is for. Throws the Problems of a call to AWS. */
export async function registryPassword(
  ports: Pick<Ports, 'containers'>,
  chain: Chain,
  keys: RoleKeys,
  wish: RegistryWish,
): Promise<{ readonly registry: string; readonly password: RegistryPassword }> {
  const service = ports.containers.registries(serviceTarget(chain, wish.region));
  const password = await (wish.public ? service.publicPassword(keys) : service.password(keys));
  const registry = registryHost(wish) ?? password.registry ?? '';
  return { registry, password };
}

/** Docker's config of this person: DOCKER_CONFIG names its folder, which is ~/.docker else. */
export function dockerConfigPath({ environment, here }: Pick<Ports, 'environment' | 'here'>): string {
  const named = environment.get('DOCKER_CONFIG');
  if (named) return join(resolve(here.folder, named), 'config.json');
  return join(environment.get('HOME') ?? '/', '.docker', 'config.json');
}

/** The helper that keeps the passwords of a registry; undefined where Docker's config does. Throws Problem `config-invalid`. */
export function helperOf(
  ports: Pick<Ports, 'files' | 'environment' | 'here'>,
  registry: string,
): string | undefined {
  const path = dockerConfigPath(ports);
  return credentialHelper(ports.files.read(path), registry, path);
}

/**
 * Signs Docker in at a registry: its password goes to the helper that the config names, over stdin, else into the config,
 * for its owner alone. Whatever else stands there stays. Returns where the password is.
 * Throws Problem `registry-login-failed`, `config-invalid`, `child-not-found`, `file-unreadable`, `file-unwritable`.
 */
export async function signDockerIn(
  ports: DockerNeeds,
  registry: string,
  { username, password }: RegistryPassword,
): Promise<string> {
  const helper = helperOf(ports, registry);
  if (helper !== undefined) {
    const told = JSON.stringify({ ServerURL: registry, Username: username, Secret: password });
    await askHelper(ports, helper, 'store', told);
  }
  const entry = helper === undefined ? { username, password } : 'with a helper';
  await changeConfig(ports, (text, path) => withRegistry(text, registry, entry, path));
  return helper === undefined ? dockerConfigPath(ports) : `docker-credential-${helper}`;
}

/** Signs Docker out of a registry. False where nobody was signed in. Throws as `signDockerIn`. */
export async function signDockerOut(ports: DockerNeeds, registry: string): Promise<boolean> {
  const path = dockerConfigPath(ports);
  const change = (text: string | undefined) => withoutRegistry(text, registry, path);
  if (changesNothing(changeOfFile(ports, path, change))) return false;
  const helper = helperOf(ports, registry);
  if (helper !== undefined) await askHelper(ports, helper, 'erase', registry);
  await changeConfig(ports, change);
  return true;
}

async function changeConfig(
  ports: DockerNeeds,
  change: (text: string | undefined, path: string) => string | undefined,
): Promise<void> {
  const path = dockerConfigPath(ports);
  const decide = () => changeOfFile(ports, path, (text) => change(text, path));
  await changeFileAlone(ports, 'docker', decide, 0o600);
}

/** Source of the protocol: docker-credential-helpers. What is told goes over stdin: other programs can read arguments. */
async function askHelper(
  { children, here }: Pick<Ports, 'children' | 'here'>,
  helper: string,
  action: 'store' | 'erase',
  input: string,
): Promise<void> {
  const file = `docker-credential-${helper}`;
  const command = { file, args: [action], cwd: here.folder, change: {} };
  const { exitCode, output } = await children.run(command, { quiet: true, input });
  if (exitCode === 0) return;
  const [said = ''] = output.trim().split('\n');
  throw new Problem({
    code: 'registry-login-failed',
    message: `${file} ${action === 'store' ? 'did not keep' : 'did not remove'} the password (exit code ${exitCode})${said === '' ? '' : `: ${inOneLine(said, input)}`}.`,
    hint: `Put it right, or take it out of credsStore and credHelpers in Docker's config.`,
  });
}

// It may quote what it was told.
const inOneLine = (said: string, input: string): string => {
  const secret = /"Secret":"([^"]+)"/.exec(input)?.[1];
  const plain = secret === undefined ? said : said.split(secret).join('…');
  return plain.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 300);
};
