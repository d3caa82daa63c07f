import { relative } from 'node:path';
import { Problem } from '../src/domain/problem.ts';
import { findRubbish, type Rubbish, removeRubbish } from '../src/flows/clean.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { openProject } from '../src/flows/load-auth.ts';
import { type SelectedRun, selectRuns } from '../src/flows/select-runs.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `terraform clean`: shows what runs have left, asks, and removes it. */
export const run: RunVerb = async (context) => {
  const [component] = context.call.words;
  const { rubbish, runs } = await rubbishOf(context, component);
  return removeAsked(context, rubbish, runs);
};

/** What runs of a component, or of all, have left in their folders. */
export async function rubbishOf(
  { call, ports }: VerbContext,
  component: string | undefined,
): Promise<{ readonly rubbish: Rubbish; readonly runs: readonly SelectedRun[] }> {
  const { project } = await openProject(ports, projectFlags(call));
  const { runs } = await evaluated(ports, (world) =>
    selectRuns(world, project, textFlag(call, 'stack'), {
      components: component === undefined ? [] : [component],
      includeDependencies: false,
      includeDependents: false,
    }),
  );
  const rubbish = await evaluated(ports, (world) =>
    findRubbish(world, project, runs, isOn(call, 'everything')),
  );
  return { rubbish, runs };
}

/** Shows what there is, asks, and removes it; `others` are paths that belong to no component. */
export async function removeAsked(
  context: VerbContext,
  rubbish: Rubbish,
  runs: readonly SelectedRun[],
  others: readonly string[] = [],
): Promise<number> {
  const { call, ports, print } = context;
  const all = [...rubbish.files, ...rubbish.folders, ...rubbish.state, ...others];
  if (all.length === 0) {
    ports.terminal.say('There is nothing to remove.');
    return 0;
  }
  print(all.map((path) => `${shortened(path, ports.here.folder)}\n`).join(''));
  if (isOn(call, 'dry-run')) {
    ports.terminal.say('Nothing was removed: this is a dry run.');
    return 0;
  }
  if (!(await agreed(context, rubbish))) {
    ports.terminal.say('Nothing was removed.');
    return 1;
  }
  await removeRubbish(ports, rubbish, runs);
  for (const path of others) ports.writer.removeAll(path);
  ports.terminal.say(`Removed ${all.length === 1 ? 'it' : `all ${all.length}`}.`);
  return 0;
}

/** From here, unless that leads far away. */
function shortened(path: string, folder: string): string {
  const short = relative(folder, path);
  return short.startsWith('../../..') ? path : short;
}

async function agreed({ call, ports }: VerbContext, { state }: Rubbish): Promise<boolean> {
  if (isOn(call, 'force')) return true;
  if (!ports.terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: 'Nobody can be asked without a terminal whether this may go.',
      hint: 'Add --force, or --dry-run to only look.',
    });
  return ports.terminal.confirm(
    state.length > 0
      ? 'STATE is among them: Terraform forgets what it has made. Remove all of this?'
      : 'Remove all of this?',
  );
}
