import { Problem } from '../src/domain/problem.ts';
import type { Project } from '../src/domain/project.ts';
import { affectedComponents } from '../src/flows/affected.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { questionedComponents, runnableTargets } from '../src/flows/questioned-components.ts';
import { remoteEffects } from '../src/flows/remote-effects.ts';
import { runQuery } from '../src/query/run-query.ts';
import type { TerraformArguments } from '../src/terraform/arguments.ts';
import { keyOf } from '../src/terraform/order-runs.ts';
import type { VerbContext } from './verb-context.ts';

/** The keys of the components that --query or --affected choose; undefined where neither does. */
export async function chosenKeys(
  context: VerbContext,
  project: Project,
  typed: TerraformArguments,
): Promise<ReadonlySet<string> | undefined> {
  const { query, affected } = typed.many;
  if (query !== undefined && affected)
    throw new Problem({
      code: 'usage',
      message: '--query and --affected both choose components.',
      hint: 'Use one of them.',
    });
  if (query !== undefined) return queried(context, project, typed.stack, query);
  return affected ? affectedKeys(context, project, typed) : undefined;
}

/** Those of which a question is true. Source of the rule: Atmos takes those whose answer is `true`, and no others. */
async function queried(
  { ports }: VerbContext,
  project: Project,
  stack: string | undefined,
  query: string,
): Promise<ReadonlySet<string>> {
  const { targets } = await evaluated(ports, (world) => runnableTargets(world, project, stack));
  const components = await evaluated(
    ports,
    (world) => questionedComponents(world, project, targets),
    remoteEffects(ports, { project: async () => project }),
  );
  const keys = new Set<string>();
  for (const { key, sections } of components) {
    const answer = await runQuery(sections, query);
    if (answer.type === 'scalar' && answer.data === true) keys.add(key);
  }
  return keys;
}

async function affectedKeys(
  { ports }: VerbContext,
  project: Project,
  { stack, many, evaluation }: TerraformArguments,
): Promise<ReadonlySet<string>> {
  const { affected, faults } = await affectedComponents(ports, project, {
    ...(many.ref !== undefined && { commit: many.ref }),
    ...(many.repoPath !== undefined && { copy: many.repoPath }),
    ...(stack !== undefined && { stack }),
    includeDependents: false,
    includeSettings: false,
    processTemplates: evaluation.processTemplates,
  });
  for (const fault of faults) ports.terminal.say(`Passed over, for it cannot be read: ${fault.message}`);
  const entries = affected as readonly { readonly component: string; readonly stack: string }[];
  return new Set(entries.map(keyOf));
}
