import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { textOf, type Value, valueAt } from '../domain/value.ts';
import { isGlob, type YamlFiles } from '../yaml/yaml-files.ts';
import { notSupported } from '../yaml/yaml-function.ts';
import { type ConfigLayer, type ConfigSurroundings, readLayer } from './config-layer.ts';

/** The layers of some files: settings merge in one order, identities in another (Atmos reads those a second time). */
export interface Layers {
  /** Lowest first: what a file pulls in, then the file itself. */
  readonly settings: readonly ConfigLayer[];
  /** Lowest first: the file itself, then what it pulls in. */
  readonly identities: readonly ConfigLayer[];
  /** Imports that lead nowhere: Atmos warns of them and goes on. */
  readonly missing: readonly Problem[];
}

const deepest = 10;

/** An atmos.yaml with its atmos.d folders, its imports and theirs. Throws what readLayer throws, and `import-cycle`. */
export function readSource(yaml: YamlFiles, file: string, around: ConfigSurroundings): Layers {
  const folder = dirname(file);
  const folders = [
    ...(around.gitRoot !== undefined && around.gitRoot !== folder ? [around.gitRoot] : []),
    folder,
  ].flatMap((place) => [join(place, 'atmos.d'), join(place, '.atmos.d')]);
  const dropped = folders.flatMap((place) => yamlBelow(yaml, place));
  const base = importBase(yaml, file);
  return readFile({ yaml, layer: 'atmos.yaml', around, base, missing: [] }, file, dropped);
}

/** All files of a profile's folder, shallow ones first. `source` is the atmos.yaml in use, whose base path imports start at. */
export function readProfile(
  yaml: YamlFiles,
  folder: string,
  around: ConfigSurroundings,
  source: string | undefined,
): Layers {
  const base = source === undefined ? folder : importBase(yaml, source);
  return joined(
    yamlBelow(yaml, folder).map((file) =>
      readFile({ yaml, layer: 'profile', around, base, missing: [] }, file, []),
    ),
  );
}

/** Imports of a whole source start at its base path, not at the file that names them. */
const importBase = (yaml: YamlFiles, file: string): string =>
  resolve(dirname(file), textOf(valueAt(yaml.read(file), 'base_path')) ?? '.');

/** Layers one after the other. */
export const joined = (parts: readonly Layers[]): Layers => ({
  settings: parts.flatMap((part) => part.settings),
  identities: parts.flatMap((part) => part.identities),
  missing: parts.flatMap((part) => part.missing),
});

interface Reading {
  readonly yaml: YamlFiles;
  readonly layer: ConfigLayer['layer'];
  readonly around: ConfigSurroundings;
  readonly base: string;
  readonly missing: Problem[];
}

function readFile(reading: Reading, file: string, dropped: readonly string[]): Layers {
  const { missing } = reading;
  const below = dropped.flatMap((path) => withImports(reading, path, [file]));
  const own = readLayer(reading.yaml, file, reading.layer, reading.around);
  if (own === undefined) return { settings: below, identities: below, missing };
  const imported = imports(reading, own).flatMap((path) => withImports(reading, path, [file]));
  return { settings: [...below, ...imported, own], identities: [own, ...below, ...imported], missing };
}

/** A file, then what it imports: in Atmos a nested import beats the file that names it. */
function withImports(reading: Reading, file: string, above: readonly string[]): ConfigLayer[] {
  const own = readLayer(reading.yaml, file, reading.layer, reading.around);
  if (own === undefined) return [];
  const path = [...above, file];
  if (above.includes(file) || path.length > deepest)
    throw new Problem({
      code: 'import-cycle',
      message: above.includes(file) ? `${file} imports itself.` : `Imports go deeper than ${deepest} files.`,
      hint: `Take one of these imports out: ${path.join(' → ')}.`,
      at: valueAt(own.map, 'import')?.at ?? { file },
    });
  return [own, ...imports(reading, own).flatMap((next) => withImports(reading, next, path))];
}

function imports({ yaml, base, missing }: Reading, layer: ConfigLayer): string[] {
  const value = valueAt(layer.map, 'import');
  if (value === undefined || (value.type === 'scalar' && value.data === null)) return [];
  return (value.type === 'list' ? value.items : [value]).flatMap((item) => {
    const found = importedFiles(yaml, base, pathOf(item), item);
    if (found.length === 0)
      missing.push(
        new Problem({
          code: 'import-not-found',
          message: `The import "${pathOf(item)}" leads to no file, so nothing is read from it.`,
          hint: 'Correct the path or take the import out.',
          at: item.at,
        }),
      );
    return found;
  });
}

function pathOf(item: Value): string {
  const path = textOf(item) ?? textOf(valueAt(item, 'path'));
  if (path !== undefined && path !== '') return path;
  throw new Problem({
    code: 'config-invalid',
    message: 'An import of a configuration file must be a path.',
    hint: 'Write the path of the file, such as conf/auth.',
    at: item.at,
  });
}

function importedFiles(yaml: YamlFiles, base: string, path: string, item: Value): readonly string[] {
  if (/:\/\/|::|^(github|gitlab|bitbucket)\.(com|org)\//.test(path))
    throw notSupported(`The remote import "${path}"`, item.at);
  const target = isAbsolute(path) ? path : join(base, path);
  if (yaml.isFolder(target)) return yamlBelow(yaml, target);
  const exact = /^\.(ya?ml|json)$/.test(extname(path));
  if (isGlob(path)) {
    const [folder, pattern] = isAbsolute(path) ? ['/', path.slice(1)] : [base, path];
    return ordered(exact ? yaml.glob(folder, pattern) : yaml.glob(folder, `${pattern}.{yaml,yml}`), base);
  }
  const candidates = exact ? [target] : [`${target}.yaml`, `${target}.yml`];
  return candidates.filter((file) => yaml.isFile(file)).slice(0, 1);
}

/** The YAML files below a folder. */
const yamlBelow = (yaml: YamlFiles, folder: string): string[] =>
  yaml.isFolder(folder)
    ? ordered(
        yaml.filesBelow(folder).filter((file) => /\.ya?ml$/.test(file)),
        folder,
      )
    : [];

/** Shallow files first, then by path; of `x.yaml` and `x.yml` only the first counts. */
function ordered(files: readonly string[], folder: string): string[] {
  const depth = (file: string) => file.slice(folder.length).split('/').length;
  const all = new Set(files);
  return files
    .filter((file) => !(file.endsWith('.yml') && all.has(`${file.slice(0, -'.yml'.length)}.yaml`)))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}
