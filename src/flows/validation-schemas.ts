import { resolve } from 'node:path';
import { type Place, Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { entriesOf, type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';

/** A schema that a component is held against. */
export interface ValidationSchema {
  /** Its key under settings.validation, or its path where a person named it. */
  readonly name: string;
  readonly description?: string;
  readonly file: string;
  readonly text: string;
  readonly at: Place;
}

/** A schema named on the command line. */
export interface NamedSchema {
  readonly path: string;
  readonly type: 'jsonschema' | 'opa';
}

/**
 * The schemas of a component's settings.validation that are not disabled, or the one that a person names, each with its
 * text. Throws Problem `construct-not-supported` for OPA, `config-invalid` where an entry lacks what it needs or its
 * file is missing.
 */
export function validationSchemas(
  world: World,
  project: Project,
  sections: MapValue,
  named?: NamedSchema,
): readonly ValidationSchema[] {
  if (named !== undefined) {
    const at = { file: named.path };
    return [schemaAt(world, project, { name: named.path, path: named.path, type: named.type, at })];
  }
  return [...entriesOf(valueAt(sections, 'settings', 'validation'))]
    .filter(([, entry]) => !isTrue(valueAt(entry, 'disabled')))
    .map(([name, entry]) => {
      const [path, type] = [textOf(valueAt(entry, 'schema_path')), textOf(valueAt(entry, 'schema_type'))];
      const description = textOf(valueAt(entry, 'description'));
      const { at } = entry;
      if (!path) throw lacking(name, 'schema_path', at);
      if (!type) throw lacking(name, 'schema_type', at);
      return schemaAt(world, project, { name, path, type, at, ...(description && { description }) });
    });
}

function schemaAt(
  { files }: World,
  project: Project,
  wanted: {
    readonly name: string;
    readonly path: string;
    readonly type: string;
    readonly at: Place;
    readonly description?: string;
  },
): ValidationSchema {
  const { path, type, ...rest } = wanted;
  if (type === 'opa')
    throw new Problem({
      code: 'construct-not-supported',
      message: `${rest.name} is a policy for OPA, which only the atmos program can ask.`,
      hint: 'Run it with: atmos validate component',
      at: rest.at,
    });
  if (type !== 'jsonschema')
    throw new Problem({
      code: 'config-invalid',
      message: `schema_type of ${rest.name} is one of jsonschema, opa, not "${type}".`,
      hint: 'Correct it.',
      at: rest.at,
    });
  const base = textOf(valueAt(project.config, 'schemas', 'jsonschema', 'base_path')) ?? '';
  const candidates = [resolve(project.basePath, base, path), resolve(project.cwd ?? project.basePath, path)];
  const file = candidates.find((candidate) => files.stat(candidate)?.type === 'file');
  const text = file && files.read(file);
  if (file !== undefined && text !== undefined) return { ...rest, file, text };
  throw new Problem({
    code: 'config-invalid',
    message: `The schema ${path} is not at ${candidates[0]}.`,
    hint: 'Correct the path, or schemas.jsonschema.base_path in atmos.yaml.',
    at: rest.at,
  });
}

const isTrue = (value: Value | undefined): boolean => value?.type === 'scalar' && value.data === true;

const lacking = (name: string, key: string, at: Place): Problem =>
  new Problem({
    code: 'config-invalid',
    message: `settings.validation.${name} has no ${key}.`,
    hint: `Add ${key}.`,
    at,
  });
