import { relative } from 'node:path';
import { componentNamed } from '../src/flows/component-named.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import {
  type Generated,
  generatedFile,
  generatedFiles,
  writeGenerated,
} from '../src/flows/generate-files.ts';
import { openProject } from '../src/flows/load-auth.ts';
import { remoteEffects } from '../src/flows/remote-effects.ts';
import { selectRuns } from '../src/flows/select-runs.ts';
import type { World } from '../src/ports.ts';
import { findComponent } from '../src/stacks/find-component.ts';
import type { GeneratedFile } from '../src/terraform/terraform-run.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag, textsFlag } from './grammar/verb.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `terraform generate backend|varfile COMPONENT -s STACK`: writes one of the files that a run would write. */
export function generateOne(what: Generated): RunVerb {
  return async (context) => {
    const { call, ports } = context;
    const [component = ''] = call.words;
    const stack = textFlag(call, 'stack');
    if (stack === undefined) throw usage(call.verb, `${call.verb.path.join(' ')} needs a stack: -s STACK.`);
    const { project } = await openProject(ports, projectFlags(call));
    const path = textFlag(call, 'file');
    const look = (world: World) => {
      const wanted = componentNamed(world, project, ports.here.folder, { component, stack });
      return generatedFile(project, findComponent(world, project, wanted, { strict: true }), what, {
        cwd: ports.here.folder,
        ...(path !== undefined && { path }),
      });
    };
    const file = await evaluated(ports, look, remoteEffects(ports, { project: async () => project }));
    return finish(context, [file], (files) => writeGenerated(ports, project, files));
  };
}

/** `terraform generate backends|varfiles`: the same for all components, or for those that are named. */
export function generateAll(what: Generated): RunVerb {
  return async (context) => {
    const { call, ports } = context;
    const { project } = await openProject(ports, projectFlags(call));
    const { runs, faults } = await evaluated(ports, (world) =>
      selectRuns(world, project, undefined, {
        components: textsFlag(call, 'components') ?? [],
        includeDependencies: false,
        includeDependents: false,
      }),
    );
    for (const fault of faults) ports.terminal.say(`Passed over, for it cannot be read: ${fault.message}`);
    const stacks = textsFlag(call, 'stacks');
    const chosen = stacks === undefined ? runs : runs.filter(({ stack }) => stacks.includes(stack));
    const template = textFlag(call, 'file-template');
    const place = { cwd: ports.here.folder, ...(template !== undefined && { template }) };
    const files = await evaluated(
      ports,
      (world) => generatedFiles(world, project, chosen, what, place),
      remoteEffects(ports, { project: async () => project }),
    );
    return finish(context, files, (list) => writeGenerated(ports, project, list));
  };
}

async function finish(
  { call, ports }: VerbContext,
  files: readonly GeneratedFile[],
  write: (files: readonly GeneratedFile[]) => Promise<void>,
): Promise<number> {
  const dry = isOn(call, 'dry-run');
  if (!dry) await write(files);
  for (const { path } of files)
    ports.terminal.say(`${dry ? 'Would write' : 'Wrote'} ${relative(ports.here.folder, path)}`);
  return 0;
}
