import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { mapEntries } from '../domain/merge.ts';
import { type Place, Problem } from '../domain/problem.ts';
import { type Plain, toPlain, type Value } from '../domain/value.ts';
import { treeOf } from './plain-value.ts';
import { findByPath } from './query.ts';
import { readYaml } from './read-yaml.ts';
import { readTfvars } from './tfvars.ts';
import type { YamlFiles } from './yaml-files.ts';
import { notSupported } from './yaml-function.ts';

/** Where included files are looked for. */
export interface IncludePlaces {
  readonly yaml: YamlFiles;
  readonly cwd: string;
  readonly basePath: string;
}

const remote = /^(https?|s3|gcs|git|oci|scp|sftp|github):\/\/|::|^(github|gitlab|bitbucket)\.(com|org)\//;

/**
 * What `!include path [expression]` puts in its place, read as its extension says: JSON, YAML (whose functions become
 * text), variable definitions, `.env`, else text; `!include.raw` is always text.
 * Throws Problem `function-failed`, `construct-not-supported` for a remote file, and what reading throws.
 */
export function included(places: IncludePlaces, tag: string, argument: string, at: Place): Value {
  const [, quoted, bare, expression = ''] = /^\s*(?:"([^"]*)"|(\S+))\s*([\s\S]*)$/.exec(argument) ?? [];
  const path = quoted ?? bare ?? '';
  if (remote.test(path)) throw notSupported(`The remote file "${path}" of ${tag}`, at);
  if (/\|\s*eval$/.test(expression.trim())) throw notSupported(`"| eval" behind ${tag}`, at);
  const file = find(places, path, at.file);
  const text = file === undefined ? undefined : places.yaml.text(file);
  if (file === undefined || text === undefined)
    throw new Problem({
      code: 'function-failed',
      message: `${tag} leads to no file: ${path === '' ? 'it names none' : path}.`,
      hint: 'Write a path from the base path of the project, or one that begins with ./ from this file.',
      at,
    });
  const value = tag === '!include.raw' ? treeOf(text, at) : parsed(text, file, at);
  return expression.trim() === '' ? value : treeOf(findByPath(toPlain(value), expression, at), at);
}

function find({ yaml, cwd, basePath }: IncludePlaces, path: string, manifest: string): string | undefined {
  const dotted = /^\.{1,2}(\/|$)/.test(path);
  const candidates = isAbsolute(path)
    ? [path]
    : dotted
      ? [resolve(dirname(manifest), path), join(basePath, path)]
      : [resolve(cwd, path), join(basePath, path)];
  return path === '' ? undefined : candidates.find((file) => yaml.isFile(file));
}

function parsed(text: string, file: string, at: Place): Value {
  switch (extname(file).toLowerCase()) {
    case '.json':
    case '.yaml':
    case '.yml':
      return withoutTags(readYaml(text, file) ?? treeOf(null, at));
    case '.tfvars':
    case '.hcl':
    case '.tf':
      return treeOf(readTfvars(text, file), at);
    case '.env':
      return treeOf(variables(text), at);
    default:
      return treeOf(text, at);
  }
}

/** What is included is data: a function in it is not called. */
function withoutTags(value: Value): Value {
  const { tag: _, ...plain } = value;
  if (plain.type === 'map') return mapEntries(plain, withoutTags);
  return plain.type === 'list' ? { ...plain, items: plain.items.map(withoutTags) } : plain;
}

function variables(text: string): { [key: string]: Plain } {
  const lines = text.matchAll(
    /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*[=:]\s*(?:"([^"]*)"|'([^']*)'|([^#\n]*))/gm,
  );
  return Object.fromEntries(
    [...lines].map(([, name = '', double, single, bare = '']) => [
      name,
      double?.replaceAll('\\n', '\n') ?? single ?? bare.trim(),
    ]),
  );
}
