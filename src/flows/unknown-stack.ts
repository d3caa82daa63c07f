import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { nearest } from '../domain/suggestion.ts';
import type { World } from '../ports.ts';
import { listInstances } from '../stacks/list-instances.ts';

/**
 * What to say where a list of one stack, or of one component, came out empty: Problem `stack-not-found` or
 * `component-not-found` with what was probably meant; undefined where there is such a thing and nothing to list.
 */
export function whyEmpty(
  world: World,
  project: Project,
  { stack, component }: { readonly stack?: string | undefined; readonly component?: string | undefined },
): Problem | undefined {
  const { instances } = listInstances(world, project);
  const stacks = [...new Set(instances.map((one) => one.stack))];
  if (stack !== undefined && !instances.some((one) => one.stack === stack || one.manifest === stack))
    return unknown('stack', stack, nearest(stack, stacks), 'atmos-kit list stacks');
  if (component === undefined || instances.some((one) => one.component === component)) return undefined;
  const names = instances.map((one) => one.component);
  return unknown('component', component, nearest(component, names), 'atmos-kit list components');
}

const unknown = (what: 'stack' | 'component', name: string, near: string | undefined, otherwise: string) =>
  new Problem({
    code: `${what}-not-found`,
    message: `There is no ${what} ${name}.`,
    hint: near === undefined ? otherwise : `Did you mean ${near}?`,
  });
