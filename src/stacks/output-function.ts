import type { Question } from '../domain/effect.ts';
import { type Place, Problem } from '../domain/problem.ts';
import type { Plain, Value } from '../domain/value.ts';
import { treeOf } from '../yaml/plain-value.ts';
import { findByPath, hasDefault } from '../yaml/query.ts';
import type { YamlFunction } from '../yaml/yaml-function.ts';

/** What `!terraform.output` and `!terraform.state` need to know of whoever asks. */
interface Asker {
  readonly from: { readonly stack: string };
  readonly strict: boolean;
  warn(problem: Problem): void;
}

/** What stands for a value that nothing can say before a component was applied. */
const unknown = '(computed)';

/**
 * One output of another component: `!terraform.output component [stack] output`, where the output is a name or a path
 * (`.vpc_id // "none"`). A missing output is null. Of a component that was never applied it is the default that the
 * path has, else `(computed)` with a warning; where the command is strict a Problem `function-failed`.
 */
export function outputValue(
  call: YamlFunction,
  at: Place,
  asker: Asker,
  ask: (question: Question) => Plain,
): Value {
  const [component, stack, output] = parsed(call, asker.from.stack, at);
  const via = call.name.slice(1) as 'terraform.output' | 'terraform.state';
  const outputs = ask({ type: 'outputs', via, component, stack });
  const path = /^[.|]/.test(output) ? output.replace(/^\|\s*/, '') : `.["${output.replaceAll('"', '\\"')}"]`;
  if (outputs !== null || hasDefault(path)) return treeOf(findByPath(outputs ?? {}, path, at), at);
  const problem = new Problem({
    code: 'function-failed',
    message: `${component} in ${stack} was never applied, so ${call.name} cannot say its ${output}.`,
    hint: `Type: atmos-kit terraform apply ${component} -s ${stack}`,
    at,
  });
  if (asker.strict) throw problem;
  asker.warn(problem);
  return treeOf(unknown, at);
}

/** The words; quotes hold one together, and a path may have spaces. */
function parsed({ name, text }: YamlFunction, ownStack: string, at: Place): [string, string, string] {
  const words = [...text.matchAll(/"((?:[^"]|"")*)"|'([^']*)'|(\S+)/g)].map((match) => ({
    text: match[1]?.replaceAll('""', '"') ?? match[2] ?? match[3] ?? '',
    start: match.index,
  }));
  const [component, second, third] = words;
  const path = words.findIndex(({ text: word }, index) => index > 0 && /^[.|]/.test(word));
  if (component !== undefined && (path === 1 || path === 2)) {
    const rest = text.slice(words[path]?.start).trim();
    const whole = words.length === path + 1 ? (words[path]?.text ?? rest) : rest;
    return [component.text, path === 2 ? (second?.text ?? ownStack) : ownStack, whole];
  }
  if (component !== undefined && second !== undefined && words.length <= 3)
    return third === undefined
      ? [component.text, ownStack, second.text]
      : [component.text, second.text, third.text];
  throw new Problem({
    code: 'yaml-invalid',
    message: `${name} takes a component, possibly a stack, and an output, but here it has "${text}".`,
    hint: `Write ${name} vpc vpc_id, or ${name} vpc other-stack vpc_id.`,
    at,
  });
}
