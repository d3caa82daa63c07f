import { dirname, isAbsolute, join, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Environment } from '../ports.ts';
import type { YamlFiles } from '../yaml/yaml-files.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import type { ProjectRequest } from './project-request.ts';

/** Where configuration comes from. */
export interface Sources {
  /** Paths of atmos.yaml files, lowest first. */
  readonly files: readonly string[];
  /** Folder of the highest one. */
  readonly configFolder: string | undefined;
  /** The folder above (or at) the working folder that holds `.git`; undefined outside a repository. */
  readonly gitRoot: string | undefined;
  /** Whether the working folder has configuration of its own. */
  readonly ownConfig: boolean;
}

const systemFolder = '/usr/local/etc/atmos';
const names = ['atmos.json', 'atmos.yaml', 'atmos.yml'];
const marks = ['atmos.yaml', '.atmos.yaml', '.atmos', '.atmos.d', 'atmos.d'];

/**
 * The atmos.yaml files that count, lowest first: system, home, nearest parent, git root, working folder,
 * ATMOS_CLI_CONFIG_PATH. Given paths replace the search altogether.
 * Throws Problem `config-not-found` for a given path without configuration.
 */
export function findSources(yaml: YamlFiles, environment: Environment, request: ProjectRequest): Sources {
  const { cwd } = request;
  const gitRoot = climb(cwd, (folder) => exists(yaml, join(folder, '.git')));
  const ownConfig = marks.some((name) => exists(yaml, join(cwd, name)));
  const files = given(yaml, environment, request) ?? search(yaml, environment, cwd, gitRoot, ownConfig);
  const last = files.at(-1);
  refuseOther(yaml, files, [cwd, ...files.map((file) => dirname(file))]);
  return { files, configFolder: last === undefined ? undefined : dirname(last), gitRoot, ownConfig };
}

/** Atmos reads atmos.toml and the like as well: passing over one would mean another project. */
function refuseOther(yaml: YamlFiles, files: readonly string[], folders: readonly string[]): void {
  const others = ['toml', 'hcl', 'ini', 'env', 'properties', 'tfvars'].map((end) => `atmos.${end}`);
  const found =
    files.length > 0
      ? undefined
      : folders
          .flatMap((folder) => others.map((name) => join(folder, name)))
          .find((path) => yaml.isFile(path));
  if (found !== undefined) throw notSupported('A configuration in this format', { file: found });
}

function given(yaml: YamlFiles, environment: Environment, request: ProjectRequest): string[] | undefined {
  const fromEnvironment = ['ATMOS_CONFIG', 'ATMOS_CONFIG_PATH'].flatMap((name) =>
    commaList(environment.get(name)),
  );
  const paths = request.configPaths?.length ? request.configPaths : fromEnvironment;
  if (paths.length === 0) return undefined;
  return paths.map((path) => configFile(yaml, resolve(request.cwd, path), path));
}

function configFile(yaml: YamlFiles, path: string, written: string): string {
  const file = yaml.isFile(path) ? path : fileIn(yaml, path);
  if (file !== undefined) return file;
  throw new Problem({
    code: 'config-not-found',
    message: `There is no atmos.yaml at ${written}.`,
    hint: 'Name a folder that holds an atmos.yaml, or the file itself.',
  });
}

function search(
  yaml: YamlFiles,
  environment: Environment,
  cwd: string,
  gitRoot: string | undefined,
  ownConfig: boolean,
): string[] {
  const home = environment.get('HOME');
  const named = environment.get('ATMOS_CLI_CONFIG_PATH') ?? '';
  const lookAround = !ownConfig && named === '';
  const above = lookAround
    ? climb(dirname(cwd), (folder) => parentFile(yaml, folder) !== undefined)
    : undefined;
  const candidates = [
    fileIn(yaml, systemFolder),
    home !== undefined && isAbsolute(home) ? fileIn(yaml, join(home, '.atmos')) : undefined,
    above === undefined ? undefined : parentFile(yaml, above),
    lookAround && gitRoot !== undefined && usesGitRoot(environment) ? fileIn(yaml, gitRoot) : undefined,
    fileIn(yaml, cwd),
    named === '' ? undefined : configFile(yaml, resolve(cwd, named), named),
  ].filter((file) => file !== undefined);
  // A file that is found twice counts at its higher place.
  return candidates.filter((file, index) => candidates.lastIndexOf(file) === index);
}

/** ATMOS_GIT_ROOT_BASEPATH=false leaves the repository out of every search. */
export const usesGitRoot = (environment: Environment): boolean =>
  environment.get('ATMOS_GIT_ROOT_BASEPATH') !== 'false';

/** The parts of a comma list, without the spaces around them. */
export const commaList = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const fileIn = (yaml: YamlFiles, folder: string): string | undefined =>
  names.map((name) => join(folder, name)).find((path) => yaml.isFile(path));

const parentFile = (yaml: YamlFiles, folder: string): string | undefined =>
  ['atmos.yaml', '.atmos.yaml'].map((name) => join(folder, name)).find((path) => yaml.isFile(path));

const exists = (yaml: YamlFiles, path: string): boolean => yaml.isFile(path) || yaml.isFolder(path);

function climb(from: string, holds: (folder: string) => boolean): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (holds(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}
