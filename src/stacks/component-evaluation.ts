import type { Problem } from '../domain/problem.ts';
import type { MapValue } from '../domain/value.ts';
import { type EvaluationContext, evaluateValue } from './evaluate.ts';
import type { StackContext } from './stack-context.ts';

/** How the functions of a component's values are worked out. */
interface Options {
  readonly skip?: readonly string[];
  readonly strict?: boolean;
  readonly warn?: (problem: Problem) => void;
}

/**
 * What the functions of one component may ask for. `!env` asks the component's own `env` first, then the environment
 * of this process. `filled` gives a section with its templates filled in and its functions as text.
 */
export function evaluationContext(
  { environment, effects, gitRoot }: StackContext,
  from: { readonly name: string; readonly stack: string },
  options: Options,
  filled: (key: string) => MapValue,
): EvaluationContext {
  const fromProcess = (name: string): string | undefined => environment.get(name);
  const context = {
    skip: new Set(options.skip),
    effects,
    from: { component: from.name, stack: from.stack },
    gitRoot,
    metadata: () => filled('metadata'),
    strict: options.strict === true,
    warn: (problem: Problem) => options.warn?.(problem),
  };
  // Only names that some value asks for are worked out: the rest must not be able to fail here.
  const fromComponent = (name: string): string | undefined => {
    const value = filled('env').entries.get(name);
    if (value?.type !== 'scalar' || value.data === null) return undefined;
    const result = evaluateValue(value, { ...context, variables: [fromProcess] });
    return result?.type === 'scalar' ? String(result.data) : undefined;
  };
  return { ...context, variables: [fromComponent, fromProcess] };
}
