import { Problem } from '../domain/problem.ts';

/** Docker's config.json, with every key that is not ours as it is. */
type DockerConfig = Record<string, unknown>;

/**
 * The credential helper that Docker uses for a registry: its own (`credHelpers`), else the one for all (`credsStore`). An
 * empty name, and no name at all, is undefined: then passwords rest in the file. Source: Docker's documentation.
 */
export function credentialHelper(
  text: string | undefined,
  registry: string,
  file: string,
): string | undefined {
  const config = read(text, file);
  const { credHelpers, credsStore } = config;
  const own = isRecord(credHelpers) ? credHelpers[registry] : undefined;
  const name = own ?? credsStore;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** The password of a registry for the file itself, or that somebody is signed in whose password a helper has. */
export type RegistryEntry = { readonly username: string; readonly password: string } | 'with a helper';

/**
 * The text of the config with somebody signed in at a registry; nothing else changes. Throws Problem `config-invalid` for
 * what is no config of Docker.
 */
export function withRegistry(
  text: string | undefined,
  registry: string,
  entry: RegistryEntry,
  file: string,
): string {
  const config = read(text, file);
  const auths = authsOf(config, file);
  // Docker itself writes an empty entry where a helper has the password.
  const auth =
    entry === 'with a helper'
      ? {}
      : { auth: Buffer.from(`${entry.username}:${entry.password}`).toString('base64') };
  define(auths, registry, auth);
  define(config, 'auths', auths);
  return print(config, text);
}

/** The same with nobody signed in there. Throws as `withRegistry`. */
export function withoutRegistry(
  text: string | undefined,
  registry: string,
  file: string,
): string | undefined {
  if (text === undefined) return undefined;
  const config = read(text, file);
  const auths = authsOf(config, file);
  if (!Object.hasOwn(auths, registry)) return text;
  delete auths[registry];
  define(config, 'auths', auths);
  return print(config, text);
}

function read(text: string | undefined, file: string): DockerConfig {
  if (text === undefined || text.trim() === '') return {};
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    throw noConfig(file, 'it is not valid JSON');
  }
  if (!isRecord(config)) throw noConfig(file, 'it holds no settings');
  return config;
}

function authsOf({ auths }: DockerConfig, file: string): Record<string, unknown> {
  if (auths === undefined || auths === null) return {};
  if (isRecord(auths)) return auths;
  throw noConfig(file, 'auths is no map');
}

/** Docker indents by a tab; whoever has another way keeps it. */
function print(config: DockerConfig, like: string | undefined): string {
  const indent = /\n([ \t]+)"/.exec(like ?? '')?.[1] ?? '\t';
  const end = like === undefined || like.endsWith('\n') || like.trim() === '' ? '\n' : '';
  return `${JSON.stringify(config, null, indent)}${end}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A plain assignment would set the prototype where a key is called __proto__.
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function noConfig(file: string, why: string): Problem {
  return new Problem({
    code: 'config-invalid',
    message: `${file} is no config of Docker, so it is left as it is: ${why}.`,
    hint: 'Correct it, or name another folder with DOCKER_CONFIG.',
    at: { file },
  });
}
