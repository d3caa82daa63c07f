import { dirname, join } from 'node:path';
import type { AuthSection } from '../domain/auth.ts';
import { type Chain, keysAreAround, passThrough } from '../domain/chain.ts';
import type { CredentialMode } from '../domain/credential-mode.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { RoleKeys } from '../domain/session.ts';
import {
  awsProfileName,
  credentialsText,
  processConfigText,
  regionConfigText,
} from '../identity/aws-config.ts';
import {
  type AwsFiles,
  ambientEnvironment,
  childEnvironment,
  type Handover,
} from '../identity/child-environment.ts';
import { mockFiles } from '../identity/mock-files.ts';
import { mockIdentity } from '../identity/mock-keys.ts';
import { chainKey, handOverKey } from '../identity/session-key.ts';
import type { Keyring, Ports } from '../ports.ts';
import { keepKeyEnds } from './key-ends.ts';
import { keyFilesOf } from './key-files.ts';
import { type MintNeeds, mint } from './mint.ts';
import type { Beside } from './required-identities.ts';

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
  mode: CredentialMode,
  settings: AuthSection['keyring'],
  beside: readonly Beside[] = [],
): Promise<EnvironmentChange> {
  if (passThrough(chain)) return ambientEnvironment(chain, {});
  const files = filesOf(ports, chain, identity, mode, settings, beside);
  if (files.mode === 'mock') {
    const { config, credentials } = mockFiles(identity, chain.region);
    write(ports, [
      [files.configFile, config],
      [files.credentialsFile, credentials],
    ]);
    return childEnvironment(chain, identity, files, {});
  }
  const keys = await mint(ports, keyring, chain);
  if (keysAreAround(chain)) return ambientEnvironment(chain, inheritedFrom(ports));
  if (files.mode === 'process') {
    writeConfig(ports, files, [{ identity, chain }, ...beside], settings);
    keepKeyEnds(ports, keyring, chain, dirname(files.configFile));
  }
  if (files.mode === 'file') writeKeys(ports, files, [{ identity, chain, keys }, ...beside]);
  return childEnvironment(chain, identity, withKeys(files, keys), inheritedFrom(ports));
}

/** What the change would be, without making keys or files. */
export function previewHandOver(
  ports: Pick<Ports, 'environment' | 'here'>,
  chain: Chain,
  identity: string,
  mode: CredentialMode,
  settings: AuthSection['keyring'],
  beside: readonly Beside[] = [],
): EnvironmentChange {
  if (keysAreAround(chain)) return ambientEnvironment(chain, inheritedFrom(ports));
  const files = filesOf(ports, chain, identity, mode, settings, beside);
  const change = childEnvironment(chain, identity, withKeys(files, unmadeKeys), inheritedFrom(ports));
  return 'AWS_CREDENTIAL_EXPIRATION' in change && change['AWS_CREDENTIAL_EXPIRATION'] !== null
    ? { ...change, AWS_CREDENTIAL_EXPIRATION: unmade }
    : change;
}

// What stands in a preview where a run would have keys.
const unmade = '<made when it runs>';
const unmadeKeys: RoleKeys = {
  accessKeyId: unmade,
  secretAccessKey: unmade,
  sessionToken: unmade,
  expiresAt: new Date(0),
};

/** The variables that a child would inherit and that have a say in what it is given. */
export function inheritedFrom({ environment }: Pick<Ports, 'environment'>): Record<string, string> {
  const proxies = ['NO_PROXY', 'no_proxy'].flatMap((name) => {
    const list = environment.get(name);
    return list === undefined ? [] : [[name, list]];
  });
  return {
    ...environment.withPrefix('AWS_'),
    ...environment.withPrefix('TF_AWS_'),
    ...Object.fromEntries(proxies),
  };
}

type Files =
  | { readonly mode: 'env' }
  | (AwsFiles & ({ readonly mode: 'process' } | { readonly mode: 'file' } | { readonly mode: 'mock' }));

const withKeys = (files: Files, keys: RoleKeys): Handover =>
  files.mode === 'env' || files.mode === 'file' ? { ...files, keys } : files;

/** The files of a hand-over. Those that hold keys stand below the chain's key, so that a logout finds them. */
function filesOf(
  { here }: Pick<Ports, 'here'>,
  chain: Chain,
  identity: string,
  mode: CredentialMode,
  keyring: AuthSection['keyring'],
  beside: readonly Beside[] = [],
): Files {
  const place = (folder: string, prefix = '') => ({
    configFile: join(folder, `${prefix}config`),
    credentialsFile: join(folder, `${prefix}credentials`),
  });
  if (mockIdentity(chain) !== undefined)
    return { mode: 'mock', ...place(join(here.generated, chainKey(chain)), 'mock-') };
  // A child that is told who it is no longer sees the keys around it: nothing in it could renew what comes of them.
  if (mode === 'env' || (mode === 'process' && chain.root.kind === 'aws/ambient')) return { mode: 'env' };
  const others = beside.map((one) => handOverKey(one.chain, one.identity, keyring, here.program));
  const name = handOverKey(chain, identity, keyring, here.program, others);
  if (mode === 'process') return { mode, ...place(join(here.generated, name)) };
  return { mode, ...place(join(keyFilesOf(here, chainKey(chain)), name)) };
}

// Each chain is pinned in a file of its own: a long run renews its keys the same way whatever becomes of the
// project, the profile or the folder it was started in.
function writeConfig(
  ports: HandOverNeeds,
  { configFile, credentialsFile }: AwsFiles,
  profiles: readonly Beside[],
  keyring: AuthSection['keyring'],
): void {
  const pinned = profiles.map(({ identity, chain }, index) => {
    const file = join(dirname(configFile), index === 0 ? 'chain.json' : `chain-${index + 1}.json`);
    const content: PinnedChain = { key: chainKey(chain), keyring, chain };
    const command = [...ports.here.program, 'auth', 'process', '--chain', file];
    return { file, text: JSON.stringify(content), profile: { identity, region: chain.region, command } };
  });
  write(ports, [
    ...pinned.map(({ file, text }) => [file, text] as const),
    [credentialsFile, ''],
    [configFile, processConfigText(pinned.map(({ profile }) => profile))],
  ]);
}

function writeKeys(
  ports: HandOverNeeds,
  { configFile, credentialsFile }: AwsFiles,
  profiles: readonly Beside[],
): void {
  const named = profiles.map((one) => ({ ...one, profile: awsProfileName(one.identity) }));
  const text = (of: (one: (typeof named)[number]) => string) => named.map(of).join('\n');
  write(ports, [
    [configFile, text(({ profile, chain }) => regionConfigText(profile, chain.region))],
    [credentialsFile, text(({ profile, keys }) => (keys ? credentialsText(profile, keys) : ''))],
  ]);
}

function write({ files, writer }: HandOverNeeds, texts: readonly (readonly [string, string])[]): void {
  for (const [path, text] of texts) if (files.read(path) !== text) writer.write(path, text, 0o600);
}
