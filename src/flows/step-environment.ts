import type { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { emptyMap, type MapValue, type Plain, type Value } from '../domain/value.ts';
import type { Ports } from '../ports.ts';
import { evaluateValue } from '../stacks/evaluate.ts';
import { spelled } from '../stacks/spell.ts';
import { stackContext } from '../stacks/stack-context.ts';
import { goText } from '../terraform/go-text.ts';
import { evaluated } from './evaluate-component.ts';

/**
 * Variables as steps get them: the project's own, then those of each map in turn, functions such as `!env` and `!exec`
 * worked out. `known` keeps answers of the world between steps. Throws what functions throw.
 */
export async function stepEnvironment(
  ports: Ports,
  project: Project,
  maps: readonly (MapValue | undefined)[],
  known: Map<string, Plain | Problem>,
): Promise<Record<string, string>> {
  const work = maps.filter((map) => map !== undefined);
  const variables = await evaluated(
    ports,
    (world) => {
      const { environment, effects, gitRoot } = stackContext(world, project);
      const found: [string, string][] = [];
      for (const map of work) {
        const result = evaluateValue(spelled(map), {
          variables: [(name) => environment.get(name) ?? project.env[name]],
          skip: new Set(),
          effects,
          from: { component: '', stack: '' },
          gitRoot,
          metadata: () => emptyMap(map.at),
          strict: true,
          warn: () => {},
        });
        if (result?.type === 'map')
          for (const [name, value] of result.entries) found.push([name, textOfVariable(value)]);
      }
      return found;
    },
    undefined,
    known,
  );
  return { ...project.env, ...Object.fromEntries(variables) };
}

/** Nothing is the empty text here: Atmos reads these maps as texts. */
const textOfVariable = (value: Value): string =>
  value.type === 'scalar' && value.data === null ? '' : goText(value);
