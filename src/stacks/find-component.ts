import type { Component } from '../domain/component.ts';
import type { Project } from '../domain/project.ts';
import type { World } from '../ports.ts';
import { buildComponent } from './build-component.ts';
import type { EvaluationOptions } from './component-sections.ts';
import { OpenStacks } from './open-stacks.ts';
import type { WantedComponent } from './wanted-component.ts';

/**
 * A component of a stack after imports, merge and inheritance; its values are worked out when they are asked for.
 * A broken manifest elsewhere does not stop the answer; one that seems to be this stack, or may be when nothing else
 * is, does.
 * Throws Problem `stack-not-found`, `component-not-found` (both with what was probably meant), `stack-invalid`, and what
 * reading a manifest throws.
 */
export function findComponent(
  world: World,
  project: Project,
  wanted: WantedComponent,
  options: EvaluationOptions = {},
): Component {
  const stacks = new OpenStacks(world, project);
  return buildComponent(stacks.context, stacks.find(wanted, options));
}
