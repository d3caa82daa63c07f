import type { Plain } from '../src/domain/value.ts';
import { toPlain } from '../src/domain/value.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { type WorkflowFile, workflowFiles } from '../src/workflows/workflow-files.ts';
import { treeOf } from '../src/yaml/plain-value.ts';
import { textFlag } from './grammar/verb.ts';
import { look, projectChoice, spoken } from './look.ts';
import type { RunVerb } from './verb-context.ts';

/** `describe workflows`: names of workflows, or everything that their files say. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const output = (textFlag(call, 'output') ?? 'list') as keyof typeof shapes;
  await look(context, {
    what: 'Reading workflows',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { files, faults } = workflowFiles(world, project);
      return { found: shapes[output](files), warnings: faults, root: project.configFolder };
    },
    speak: (found) => spoken(call, treeOf(found, { file: '' })),
  });
  return 0;
};

type Files = readonly WorkflowFile[];
const namesOf = ({ workflows }: WorkflowFile): string[] => [...workflows.entries.keys()].sort();

/** Source of the shapes: what Atmos's documentation shows for --output. */
const shapes = {
  list: (files: Files): Plain =>
    files.flatMap((file) => namesOf(file).map((workflow) => ({ file: file.name, workflow }))),
  map: (files: Files): Plain => Object.fromEntries(files.map((file) => [file.name, namesOf(file)])),
  all: (files: Files): Plain =>
    Object.fromEntries(files.map(({ name, content }) => [name, toPlain(content)])),
};
