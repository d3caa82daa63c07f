import { type Effects, type Question, together } from '../domain/effect.ts';
import { type Place, Problem } from '../domain/problem.ts';
import type { MapValue, Plain, Scalar, Value } from '../domain/value.ts';
import { decoded } from '../yaml/decoded.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { environmentValue, functionOf, type YamlFunction } from '../yaml/yaml-function.ts';
import { outputValue } from './output-function.ts';

/** What the functions of a component may ask for. */
export interface EvaluationContext {
  /** Lookups of `!env`, the first one first. */
  readonly variables: readonly ((name: string) => string | undefined)[];
  /** Names of functions, without their exclamation mark, that stay text. */
  readonly skip: ReadonlySet<string>;
  readonly effects: Effects;
  readonly from: { readonly component: string; readonly stack: string };
  readonly gitRoot: string | undefined;
  /** The component's metadata, for labels and tags. */
  metadata(): MapValue;
  /** Whether what cannot be told yet is a Problem, or the text `(computed)`. */
  readonly strict: boolean;
  warn(problem: Problem): void;
}

/**
 * A tree with its YAML functions worked out; functions stand as text. Undefined for `!unset`, which takes its key or
 * its item away. Throws Suspended where answers of the world are missing (one for the whole tree), and Problems:
 * `function-failed`, `yaml-invalid`, or what the world answers.
 */
export function evaluateValue(value: Value, context: EvaluationContext): Value | undefined {
  if (value.type === 'scalar') return evaluateScalar(value, context);
  const before = value.type === 'map' ? [...value.entries.values()] : value.items;
  const after = together(before, (item) => evaluateValue(item, context));
  if (after.every((item, index) => item === before[index])) return value;
  if (value.type === 'list') return { ...value, items: after.filter((item) => item !== undefined) };
  const entries = new Map<string, Value>();
  for (const [index, key] of [...value.entries.keys()].entries()) {
    const item = after[index];
    if (item !== undefined) entries.set(key, item);
  }
  return { ...value, entries };
}

function evaluateScalar(value: Scalar, context: EvaluationContext): Value | undefined {
  if (typeof value.data !== 'string' || !value.data.startsWith('!')) return value;
  const call = functionOf(value);
  if (call === undefined || context.skip.has(call.name.slice(1))) return value;
  const ask = (question: Question): Plain =>
    context.effects.answer({ ...question, at: value.at, from: context.from });
  const tree = (plain: Plain): Value => treeOf(plain, value.at);
  switch (call.name) {
    case '!unset':
      return undefined;
    case '!env':
      return tree(environmentValue(value, call.text, context.variables));
    case '!template':
      return decoded(call.text, value.at);
    case '!exec':
      return decoded(String(ask({ type: 'exec', command: call.text })).replace(/(\r?\n)+$/, ''), value.at);
    case '!repo-root':
    case '!git.root':
      return tree(repositoryRoot(call, context, value.at));
    case '!labels':
    case '!labels.keys':
    case '!labels.values':
    case '!tags':
      return call.text === '' ? ofMetadata(call.name, context.metadata(), value.at) : value;
    case '!terraform.output':
    case '!terraform.state':
      return outputValue(call, value.at, context, ask);
    // Marks and functions of atmos.yaml: here they are text.
    case '!literal':
    case '!append':
    case '!include':
    case '!include.raw':
    case '!cwd':
    case '!random':
      return value;
    default:
      return call.name.startsWith('!git.')
        ? tree(ask({ type: 'git', fact: call.name.slice('!git.'.length) }))
        : tree(ask({ type: 'function', name: call.name, text: call.text }));
  }
}

function repositoryRoot({ name, text }: YamlFunction, context: EvaluationContext, at: Place): string {
  const root = context.gitRoot ?? text;
  if (root !== '') return root;
  throw new Problem({
    code: 'function-failed',
    message: `${name} has no answer: this is not inside a git repository.`,
    hint: `Run it in a repository, or write what to take elsewhere: ${name} .`,
    at,
  });
}

function ofMetadata(name: string, metadata: MapValue, at: Place): Value {
  if (name === '!tags') return metadata.entries.get('tags') ?? treeOf([], at);
  const labels = metadata.entries.get('labels');
  const entries = labels?.type === 'map' ? [...labels.entries].sort(([a], [b]) => (a < b ? -1 : 1)) : [];
  if (name === '!labels') return { type: 'map', entries: new Map(entries), at };
  return {
    type: 'list',
    items: entries.map(([key, value]) => (name === '!labels.keys' ? treeOf(key, at) : value)),
    at,
  };
}
