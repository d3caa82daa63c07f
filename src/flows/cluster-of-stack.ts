import { join } from 'node:path';
import type { Component } from '../domain/component.ts';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { listed } from '../domain/suggestion.ts';
import { textOf, valueAt } from '../domain/value.ts';
import type { Files, World } from '../ports.ts';
import { findComponent } from '../stacks/find-component.ts';
import { type ListedComponent, type ListedStack, listStacks } from '../stacks/list-stacks.ts';
import { whyEmpty } from './unknown-stack.ts';

/** The output by which a component says that it makes a cluster: Cloud Posse's components have it, and its name in it. */
export const nameOutput = 'eks_cluster_id';

/** A component of a stack that stands for a Kubernetes cluster. */
export interface ClusterComponent {
  readonly component: string;
  readonly stack: string;
  /** What `settings.eks_cluster` says; else the component's outputs have to be asked. */
  readonly name?: string;
  readonly region?: string;
}

/**
 * The components of a stack that stand for a cluster: those whose `settings.eks_cluster` names one, whose Terraform has the
 * output `eks_cluster_id`, or that are called eks/cluster. Throws Suspended, Problem `stack-not-found`, and those of the stacks.
 */
export function clustersOfStack(world: World, project: Project, stack: string): readonly ClusterComponent[] {
  const { stacks } = listStacks(world, project);
  const found = stacks.find(({ name, manifest }) => name === stack || manifest === stack);
  if (found === undefined) {
    const why = whyEmpty(world, project, { stack });
    if (why !== undefined) throw why;
    return [];
  }
  const makes = makingClusters(world.files, project);
  return runnable(found).flatMap((listed) => {
    const place = { component: listed.name, stack: found.name };
    const said = saidOf(findComponent(world, project, place));
    return said !== undefined || makes(listed) ? [{ ...place, ...said }] : [];
  });
}

/** The names of all stacks in which a component makes a cluster, without a look at their settings. */
export function stacksWithClusters(world: World, project: Project): readonly string[] {
  const makes = makingClusters(world.files, project);
  const { stacks } = listStacks(world, project);
  return stacks.filter((stack) => runnable(stack).some(makes)).map(({ name }) => name);
}

/** Problem for a stack of which not exactly one component stands for a cluster. */
export function notOneCluster(stack: string, several: readonly ClusterComponent[]): Problem {
  return several.length === 0
    ? new Problem({
        code: 'cluster-not-found',
        message: `No component of ${stack} stands for a Kubernetes cluster: none has the output ${nameOutput}, and no settings name one.`,
        hint: 'Name the component with --component, or the cluster in its settings: settings.eks_cluster.name.',
      })
    : new Problem({
        code: 'usage',
        message: `Several components of ${stack} stand for a cluster.`,
        hint: `Name one with --component: ${listed(
          several.map(({ component }) => component),
          20,
        )}.`,
      });
}

/** What `settings.eks_cluster` says: a name, or a map of `name` and `region`. */
export function saidOf({
  settings,
}: Pick<Component, 'settings'>): Omit<ClusterComponent, 'component' | 'stack'> | undefined {
  const said = valueAt(settings, 'eks_cluster');
  const name = textOf(said) ?? textOf(valueAt(said, 'name'));
  const region = textOf(valueAt(said, 'region'));
  if (name === undefined && region === undefined) return undefined;
  return { ...(name !== undefined && { name }), ...(region !== undefined && { region }) };
}

const runnable = ({ components }: ListedStack): readonly ListedComponent[] =>
  components.filter(({ abstract, enabled }) => !abstract && enabled);

/** Whether a component's Terraform makes a cluster; each folder is looked at once. */
function makingClusters(files: Files, project: Project): (component: ListedComponent) => boolean {
  const known = new Map<string, boolean>();
  return ({ name, folder }) => {
    if (name === 'eks/cluster' || folder === 'eks/cluster') return true;
    const makes = known.get(folder) ?? hasOutput(files, join(project.terraform.basePath, folder));
    known.set(folder, makes);
    return makes;
  };
}

function hasOutput(files: Files, folder: string): boolean {
  const declared = new RegExp(`^\\s*output\\s+"?${nameOutput}"?\\s*\\{`, 'm');
  return (files.list(folder) ?? []).some(
    ({ name, type }) =>
      type === 'file' && name.endsWith('.tf') && declared.test(files.read(join(folder, name)) ?? ''),
  );
}
