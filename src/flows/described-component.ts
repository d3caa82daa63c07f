import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { textOf, valueAt } from '../domain/value.ts';
import type { World } from '../ports.ts';
import {
  type Description,
  type DescriptionRequest,
  describeComponent,
  schemaKeys,
} from '../stacks/describe-component.ts';

/**
 * A component as `describe component` shows it: all of it for `full`, or where a query looks into it, else the few
 * sections that describe.component.filter lets through (ATMOS_DESCRIBE_COMPONENT_FILTER outranks it).
 * Throws what describeComponent throws, and Problem `config-invalid` for another filter.
 */
export function describedComponent(
  world: World,
  project: Project,
  wanted: DescriptionRequest,
  queried: boolean,
): Description {
  const full = isFull(world, project);
  const description = describeComponent(world, project, wanted);
  if (queried || full) return description;
  const { sections, warnings } = description;
  const shown = [...sections.entries].filter(([key]) => schemaKeys.includes(key));
  return { sections: { ...sections, entries: new Map(shown) }, warnings };
}

function isFull(world: World, project: Project): boolean {
  const value = valueAt(project.config, 'describe', 'component', 'filter');
  const variable = world.environment.get('ATMOS_DESCRIBE_COMPONENT_FILTER');
  const filter = variable || textOf(value) || 'schema';
  if (filter === 'schema' || filter === 'full') return filter === 'full';
  throw new Problem({
    code: 'config-invalid',
    message: `describe.component.filter is one of schema, full, not "${filter}".`,
    hint: variable ? 'Correct ATMOS_DESCRIBE_COMPONENT_FILTER.' : 'Correct it in atmos.yaml.',
    ...(!variable && value !== undefined && { at: value.at }),
  });
}
