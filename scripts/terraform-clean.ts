import { relative } from 'node:path';
import { Problem } from '../src/domain/problem.ts';
import { findRubbish, type Rubbish, removeRubbish } from '../src/flows/clean.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { openProject } from '../src/flows/load-auth.ts';
import { selectRuns } from '../src/flows/select-runs.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `terraform clean`: shows what runs have left, asks, and removes it. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const { project } = await openProject(ports, projectFlags(call));
  const [component] = call.words;
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
  const all = [...rubbish.files, ...rubbish.folders, ...rubbish.state];
  if (all.length === 0) {
    ports.terminal.say('There is nothing to remove.');
    return 0;
  }
  print(all.map((path) => `${relative(ports.here.folder, path)}\n`).join(''));
  if (isOn(call, 'dry-run')) {
    ports.terminal.say('Nothing was removed: this is a dry run.');
    return 0;
  }
  if (!(await agreed(context, rubbish))) {
    ports.terminal.say('Nothing was removed.');
    return 1;
  }
  await removeRubbish(ports, rubbish, runs);
  ports.terminal.say(`Removed ${all.length === 1 ? 'it' : `all ${all.length}`}.`);
  return 0;
};

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
