import { join } from 'node:path';
import { isProblem, Problem } from '../domain/problem.ts';
import {
  emptyMap,
  entriesOf,
  type MapValue,
  type Plain,
  textOf,
  toPlain,
  type Value,
  valueAt,
} from '../domain/value.ts';
import type { Environment, Files } from '../ports.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { printYaml } from '../yaml/print-yaml.ts';
import { YamlFiles } from '../yaml/yaml-files.ts';
import { atmosHome } from './atmos-home.ts';
import type { ConfigLayer } from './config-layer.ts';

/** The portal that identities are provisioned from. */
export interface ProvisionedFrom {
  /** The provider's name. */
  readonly provider: string;
  readonly startUrl: string;
  readonly region: string;
  readonly endpointUrl?: string;
}

/** One identity that a portal offers. */
export interface Provisioned {
  readonly name: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly permissionSet: string;
}

/** How Atmos names such a file. */
export const provisionedName = 'provisioned-identities.yaml';

/**
 * The file in which a provider's identities are provisioned: the one that Atmos writes at a login with
 * `auto_provision_identities` and reads as the lowest import. A provider with an endpoint of its own has one under
 * another name: what an emulator offers is nothing that Atmos may take for AWS's. Undefined where there is no home.
 */
export function provisionedFile(environment: Environment, from: ProvisionedFrom): string | undefined {
  const cache = atmosHome(environment, 'CACHE');
  if (cache === undefined) return undefined;
  const elsewhere = from.endpointUrl === undefined ? '' : `@${from.endpointUrl.replace(/^https?:\/\//, '')}`;
  const folder = `${from.provider.toLowerCase()}${elsewhere}`.replace(/[^a-z0-9._@-]/g, '-');
  return join(cache, 'atmos', 'auth', folder, provisionedName);
}

/** The text of such a file, in Atmos's format. */
export function provisionedText(
  from: ProvisionedFrom,
  identities: readonly Provisioned[],
  now: Date,
): string {
  const { provider, startUrl, region, endpointUrl } = from;
  const accounts = new Set(identities.map(({ account }) => account.id));
  const roles = new Set(identities.map(({ permissionSet }) => permissionSet));
  const content: Plain = {
    auth: {
      identities: Object.fromEntries(
        identities.map(({ name, account: { id, name: accountName }, permissionSet }) => [
          name,
          {
            kind: 'aws/permission-set',
            provider,
            via: { provider },
            principal: { name: permissionSet, account: { name: accountName, id } },
          },
        ]),
      ),
      _metadata: {
        provisioned_at: now.toISOString().replace(/\.\d+/, ''),
        source: provider,
        provider,
        counts: { accounts: accounts.size, roles: roles.size, identities: identities.length },
        extra: {
          start_url: startUrl,
          region,
          ...(endpointUrl !== undefined && { endpoint_url: endpointUrl }),
        },
      },
    },
  };
  return printYaml(treeOf(content, { file: '' }));
}

/** What is provisioned in a file, by name: nothing where there is no such file, or it is another portal's. */
function readProvisioned(yaml: YamlFiles, file: string, from: ProvisionedFrom): ReadonlyMap<string, Value> {
  const auth = valueAt(yaml.read(file), 'auth');
  const extra = valueAt(auth, '_metadata', 'extra');
  const same =
    trimmed(textOf(valueAt(extra, 'start_url'))) === trimmed(from.startUrl) &&
    textOf(valueAt(extra, 'region')) === from.region;
  const found = new Map<string, Value>();
  if (same)
    for (const [name, entry] of entriesOf(valueAt(auth, 'identities'))) {
      const identity = asProvisioned(entry, from.provider);
      if (identity !== undefined) found.set(name, identity);
    }
  return found;
}

/**
 * The same, each as text that tells whether two mean the same; nothing where the file cannot be read. Takes files, so that
 * what would be written can be compared with what is.
 */
export function provisionedIn(
  files: Files,
  file: string,
  from: ProvisionedFrom,
): ReadonlyMap<string, string> {
  try {
    const found = readProvisioned(new YamlFiles(files), file, from);
    return new Map([...found].map(([name, value]) => [name, JSON.stringify(toPlain(value))]));
  } catch (error) {
    if (!isProblem(error)) throw error;
    return new Map();
  }
}

const trimmed = (url: string | undefined): string | undefined => url?.replace(/\/+$/, '');

/** Names in the file were chosen at AWS: whatever else stands in an entry, and every function, is left behind. */
function asProvisioned(entry: Value, provider: string): Value | undefined {
  const [id, accountName, permissionSet] = [
    ['principal', 'account', 'id'],
    ['principal', 'account', 'name'],
    ['principal', 'name'],
  ].map((path) => textOf(valueAt(entry, ...path)));
  if (textOf(valueAt(entry, 'kind')) !== 'aws/permission-set' || !permissionSet || !(id ?? accountName))
    return undefined;
  const account: Plain = { ...(id && { id }), ...(accountName && { name: accountName }) };
  return treeOf(
    { kind: 'aws/permission-set', via: { provider }, principal: { name: permissionSet, account } },
    // Where its kind stands, as for every identity.
    valueAt(entry, 'kind')?.at ?? entry.at,
  );
}

/**
 * The provisioned identities of all providers of a configuration, as its lowest layer. A file that cannot be read is
 * passed over with a warning: it can be had again. Source of the order: Atmos, where whatever a person writes wins.
 */
export function provisionedLayers(
  yaml: YamlFiles,
  environment: Environment,
  config: MapValue,
): { readonly layers: readonly ConfigLayer[]; readonly warnings: readonly Problem[] } {
  const layers: ConfigLayer[] = [];
  const warnings: Problem[] = [];
  for (const [provider, entry] of entriesOf(valueAt(config, 'auth', 'providers'))) {
    const from = portalOf(provider, entry);
    const file = from && provisionedFile(environment, from);
    if (from === undefined || file === undefined) continue;
    try {
      const found = readProvisioned(yaml, file, from);
      if (found.size > 0) layers.push({ file, layer: 'atmos.yaml', map: identityMap(file, found) });
    } catch (error) {
      if (!isProblem(error)) throw error;
      warnings.push(unusable(file, error));
    }
  }
  return { layers, warnings };
}

function portalOf(provider: string, entry: Value): ProvisionedFrom | undefined {
  const text = (...path: string[]) => textOf(valueAt(entry, ...path));
  const [startUrl, region] = [text('start_url'), text('region')];
  if (text('kind') !== 'aws/iam-identity-center' || !startUrl || !region) return undefined;
  const endpointUrl = (text('spec', 'endpoint_url') ?? text('spec', 'aws', 'resolver', 'url'))?.replace(
    /\/+$/,
    '',
  );
  return { provider, startUrl, region, ...(endpointUrl && { endpointUrl }) };
}

function identityMap(file: string, identities: ReadonlyMap<string, Value>): MapValue {
  const map = (key: string, value: Value): MapValue => ({
    ...emptyMap({ file }),
    entries: new Map([[key, value]]),
  });
  return map('auth', map('identities', { ...emptyMap({ file }), entries: identities }));
}

const unusable = (file: string, cause: Problem): Problem =>
  new Problem({
    code: 'config-invalid',
    message: `The provisioned identities in ${file} cannot be read, so they are passed over: ${cause.message}`,
    hint: 'atmos-kit auth discover --write',
    cause,
  });
