import { Problem } from '../src/domain/problem.ts';
import { textOf, valueAt } from '../src/domain/value.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { previewWorkflow, runWorkflow, type WorkflowRequest } from '../src/flows/run-workflow.ts';
import type { Ports } from '../src/ports.ts';
import { fileNamed, filesWith, readWorkflow } from '../src/workflows/workflow.ts';
import { type WorkflowFile, workflowFiles } from '../src/workflows/workflow-files.ts';
import { isOn, textFlag, textsFlag } from './grammar/verb.ts';
import { run as listWorkflows } from './list-workflows.ts';
import { warningText } from './speak/warnings.ts';
import { projectFlags, type RunVerb } from './verb-context.ts';

/** `workflow [NAME]`: runs a workflow; without a name a person chooses one, and a program gets the list. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const [typed] = call.words;
  if (typed === undefined && !ports.terminal.interactive) return listWorkflows(context);
  const project = await evaluated(ports, (world) =>
    chosenProject(world, ports.here.folder, projectFlags(call)),
  );
  const { files, faults } = workflowFiles(ports, project);
  const named = textFlag(call, 'file');
  const among = named === undefined ? files : [theFile(files, faults, named)];
  if (named === undefined)
    for (const fault of faults) ports.terminal.say(warningText(fault, project.configFolder));
  const name = typed ?? (await pickName(ports, among));
  const file = named === undefined ? await onlyFile(ports, filesWith(among, name), name) : among[0];
  const [stack, identity, fromStep] = ['stack', 'identity', 'from-step'].map((flag) => textFlag(call, flag));
  const profiles = textsFlag(call, 'profile');
  const request: WorkflowRequest = {
    project,
    workflow: readWorkflow(file as WorkflowFile, name),
    flags: {
      ...(stack !== undefined && { stack }),
      ...(identity !== undefined && { identity }),
      ...(fromStep !== undefined && { fromStep }),
      ...(profiles !== undefined && { profiles }),
    },
  };
  if (isOn(call, 'dry-run')) print(`${previewWorkflow(ports, request).join('\n')}\n`);
  else await runWorkflow(ports, request);
  return 0;
};

function theFile(files: readonly WorkflowFile[], faults: readonly Problem[], typed: string): WorkflowFile {
  const file = fileNamed(files, typed);
  if (file !== undefined) return file;
  const fault = faults.find(({ at }) =>
    ['', '.yaml', '.yml'].some((ending) => at?.file.endsWith(`/${typed}${ending}`)),
  );
  if (fault !== undefined) throw fault;
  throw new Problem({
    code: 'workflow-not-found',
    message: `There is no file of workflows "${typed}".`,
    hint: `There are ${files.map(({ name }) => name).join(', ') || 'none'}.`,
  });
}

async function onlyFile(
  { terminal }: Ports,
  files: readonly WorkflowFile[],
  name: string,
): Promise<WorkflowFile> {
  const [first, ...others] = files;
  if (first === undefined)
    throw new Problem({
      code: 'workflow-not-found',
      message: `There is no workflow "${name}".`,
      hint: 'atmos-kit list workflows shows all of them.',
    });
  if (others.length === 0) return first;
  const question = `Several files have a workflow ${name}. Which one?`;
  if (!terminal.interactive)
    throw new Problem({
      code: 'usage',
      message: `Several files have a workflow ${name}: ${files.map((file) => file.name).join(', ')}.`,
      hint: `Name one: atmos-kit workflow ${name} -f ${first.name}`,
    });
  const chosen = await terminal.pick(
    question,
    files.map((file) => ({ value: file.name })),
  );
  return files.find((file) => file.name === chosen) ?? first;
}

async function pickName({ terminal }: Ports, files: readonly WorkflowFile[]): Promise<string> {
  const hints = new Map<string, string>();
  for (const { name: file, workflows } of files)
    for (const [name, value] of workflows.entries)
      hints.set(name, textOf(valueAt(value, 'description')) || hints.get(name) || file);
  if (hints.size === 0)
    throw new Problem({
      code: 'workflow-not-found',
      message: 'There are no workflows here.',
      hint: 'Write one into a file below workflows.base_path.',
    });
  return terminal.pick(
    'Which workflow?',
    [...hints].sort(([a], [b]) => (a < b ? -1 : 1)).map(([value, hint]) => ({ value, hint })),
  );
}
