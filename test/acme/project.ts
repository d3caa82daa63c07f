/**
 * Reads the acme project's files by the plainest reading of Atmos's rules, apart from src/ so that it can
 * disagree with it: imports first, maps merge, anything else replaces, base components below the component.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';

export const root = join(import.meta.dirname, '..', '..');

export type Tree = { [key: string]: unknown };

/** Paths of all files below a folder of the project, relative to the project, sorted. */
export function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes('/.terraform/'))
    .sort();
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** One YAML file as plain data; `!env NAME default` becomes the text after the tag. Throws on any warning. */
export function parse(path: string): Tree {
  const document = parseDocument(read(path), {
    customTags: [{ tag: '!env', resolve: (text: string) => `!env ${text}` }],
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new Error(`${path}: ${fault.message}`);
  return document.toJS() as Tree;
}

/** The map at a path of keys, empty where there is none. */
export function mapAt(tree: unknown, ...keys: string[]): Tree {
  let value = tree;
  for (const key of keys) value = isMap(value) ? value[key] : undefined;
  return isMap(value) ? value : {};
}

const isMap = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(low: Tree, high: Tree): Tree {
  const result: Tree = { ...low };
  for (const [key, value] of Object.entries(high)) {
    const below = result[key];
    result[key] = isMap(below) && isMap(value) ? merge(below, value) : value;
  }
  return result;
}

function manifest(path: string): Tree {
  const { import: imports, ...own } = parse(`stacks/${path}.yaml`);
  const list = Array.isArray(imports) ? (imports as string[]) : [];
  return merge(
    list.reduce<Tree>((merged, name) => merge(merged, manifest(name)), {}),
    own,
  );
}

export interface AcmeStack {
  name: string;
  account: string;
  accountId: string;
  defaults: string[];
  backend: Tree;
  components: AcmeComponent[];
}

export interface AcmeComponent {
  name: string;
  abstract: boolean;
  folder: string;
  vars: Tree;
  depth: number;
}

function component(stack: Tree, name: string): AcmeComponent {
  const own = mapAt(stack, 'components', 'terraform', name);
  const bases = (mapAt(own, 'metadata')['inherits'] as string[] | undefined) ?? [];
  const inherited = bases.map((base) => component(stack, base));
  const below = inherited.reduce<Tree>((vars, base) => merge(vars, base.vars), mapAt(stack, 'vars'));
  return {
    name,
    abstract: mapAt(own, 'metadata')['type'] === 'abstract',
    folder: (mapAt(own, 'metadata')['component'] as string | undefined) ?? name,
    vars: merge(below, mapAt(own, 'vars')),
    depth: Math.max(0, ...inherited.map((base) => base.depth + 1)),
  };
}

/** Every stack of the project, merged. */
export function stacks(): AcmeStack[] {
  return filesBelow('stacks/orgs', '.yaml')
    .filter((path) => !path.endsWith('/_defaults.yaml'))
    .map((path) => manifest(path.slice('stacks/'.length, -'.yaml'.length)))
    .map((stack) => {
      const vars = mapAt(stack, 'vars');
      return {
        name: `${vars['tenant']}-${vars['environment']}-${vars['stage']}`,
        account: `${vars['tenant']}-${vars['stage']}`,
        accountId: String(vars['account_id']),
        defaults: Object.entries(mapAt(stack, 'auth', 'identities'))
          .filter(([, identity]) => isMap(identity) && identity['default'] === true)
          .map(([name]) => name),
        backend: mapAt(stack, 'terraform', 'backend', 's3'),
        components: Object.keys(mapAt(stack, 'components', 'terraform')).map((name) =>
          component(stack, name),
        ),
      };
    });
}

export interface AcmeIdentity {
  name: string;
  file: string;
  definition: Tree;
}

/** Every identity that the files of a profile define, in file order. */
export function identities(profile: string): AcmeIdentity[] {
  return filesBelow(`profiles/${profile}`, '.yaml').flatMap((file) =>
    Object.entries(mapAt(parse(file), 'auth', 'identities')).map(([name, definition]) => ({
      name,
      file,
      definition: definition as Tree,
    })),
  );
}
