import { join } from 'node:path';
import type { AuthSection } from '../domain/auth.ts';
import { type Chain, passThrough } from '../domain/chain.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { awsConfigText } from '../identity/aws-config.ts';
import { childEnvironment, type Handover, ownVariables } from '../identity/child-environment.ts';
import { mockFiles } from '../identity/mock-files.ts';
import { mockIdentity } from '../identity/mock-keys.ts';
import { chainKey, handOverKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { type MintNeeds, mint } from './mint.ts';

export type HandOverNeeds = MintNeeds & Pick<Ports, 'writer' | 'files' | 'environment' | 'here'>;

/** What credential_process reads: how to make the keys, and where they rest. Nothing secret. */
export interface PinnedChain {
  readonly key: string;
  readonly keyring: AuthSection['keyring'];
  readonly chain: Chain;
}

/**
 * The change of environment that makes a child run as a chain's identity. Keys are made before the child starts,
 * so that what is wrong is told by us and not by the child. Throws what `mint` throws.
 */
export async function handOver(
  ports: HandOverNeeds,
  keyring: Keyring,
  chain: Chain,
  identity: string,
  mode: 'process' | 'env',
  settings: AuthSection['keyring'],
): Promise<EnvironmentChange> {
  if (passThrough(chain)) return ownVariables(chain);
  if (mockIdentity(chain) !== undefined)
    return childEnvironment(chain, identity, writeMockFiles(ports, chain, identity), {});
  const keys = await mint(ports, keyring, chain);
  const inherited = { ...ports.environment.withPrefix('AWS_'), ...proxies(ports) };
  if (mode === 'env') return childEnvironment(chain, identity, { mode, keys }, inherited);
  return childEnvironment(
    chain,
    identity,
    { mode, ...writeAwsConfig(ports, chain, identity, settings) },
    inherited,
  );
}

// What stands in a preview where a run would have keys.
const unmade = '<made when it runs>';

/** What the change would be, without making keys or files. */
export function previewHandOver(
  ports: Pick<Ports, 'environment' | 'here'>,
  chain: Chain,
  identity: string,
  mode: 'process' | 'env',
  settings: AuthSection['keyring'],
): EnvironmentChange {
  if (passThrough(chain)) return ownVariables(chain);
  if (mockIdentity(chain) !== undefined)
    return childEnvironment(chain, identity, mockHandover(ports, chain), {});
  const inherited = { ...ports.environment.withPrefix('AWS_'), ...proxies(ports) };
  if (mode === 'process')
    return childEnvironment(
      chain,
      identity,
      { mode, ...awsConfigFiles(ports, chain, identity, settings) },
      inherited,
    );
  const keys = {
    accessKeyId: unmade,
    secretAccessKey: unmade,
    sessionToken: unmade,
    expiresAt: new Date(0),
  };
  const change = childEnvironment(chain, identity, { mode, keys }, inherited);
  return { ...change, AWS_CREDENTIAL_EXPIRATION: unmade };
}

function proxies({ environment }: Pick<Ports, 'environment'>): Record<string, string> {
  const names = ['NO_PROXY', 'no_proxy'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const list = environment.get(name);
      return list === undefined ? [] : [[name, list]];
    }),
  );
}

function awsConfigFiles(
  ports: Pick<Ports, 'here'>,
  chain: Chain,
  identity: string,
  keyring: AuthSection['keyring'],
) {
  const folder = join(ports.here.generated, handOverKey(chain, identity, keyring));
  return {
    configFile: join(folder, 'config'),
    emptyFile: join(folder, 'credentials'),
    chainFile: join(folder, 'chain.json'),
  };
}

// The chain is pinned in a file of its own: a long run renews its keys the same way whatever becomes of the
// project, the profile or the folder it was started in.
function writeAwsConfig(
  ports: HandOverNeeds,
  chain: Chain,
  identity: string,
  keyring: AuthSection['keyring'],
) {
  const { chainFile, ...files } = awsConfigFiles(ports, chain, identity, keyring);
  const command = [...ports.here.program, 'auth', 'process', '--chain', chainFile];
  writeIfChanged(
    ports,
    chainFile,
    JSON.stringify({ key: chainKey(chain), keyring, chain } satisfies PinnedChain),
  );
  writeIfChanged(ports, files.emptyFile, '');
  writeIfChanged(ports, files.configFile, awsConfigText(identity, chain.region, command));
  return files;
}

function mockHandover(ports: Pick<Ports, 'here'>, chain: Chain): Handover & { mode: 'mock' } {
  const folder = join(ports.here.generated, chainKey(chain));
  return {
    mode: 'mock',
    configFile: join(folder, 'mock-config'),
    credentialsFile: join(folder, 'mock-credentials'),
  };
}

function writeMockFiles(ports: HandOverNeeds, chain: Chain, identity: string): Handover {
  const handover = mockHandover(ports, chain);
  const { config, credentials } = mockFiles(identity, chain.region);
  writeIfChanged(ports, handover.configFile, config);
  writeIfChanged(ports, handover.credentialsFile, credentials);
  return handover;
}

function writeIfChanged(ports: HandOverNeeds, path: string, content: string): void {
  if (ports.files.read(path) !== content) ports.writer.write(path, content, 0o600);
}
