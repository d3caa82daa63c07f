import { affectedComponents } from '../src/flows/affected.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { toldReading } from '../src/flows/told-reading.ts';
import { treeOf } from '../src/yaml/plain-value.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag, toggled } from './grammar/verb.ts';
import { projectChoice, spoken } from './look.ts';
import { warningText } from './speak/warnings.ts';
import type { RunVerb } from './verb-context.ts';

/** `describe affected`: what differs from another commit, and why. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const bases = ['ref', 'sha', 'repo-path'].filter((name) => textFlag(call, name) !== undefined);
  if (bases.length > 1)
    throw usage(call.verb, `Compare with one thing: ${bases.map((name) => `--${name}`).join(' or ')}.`);
  const [commit, copy, stack] = [
    textFlag(call, 'ref') ?? textFlag(call, 'sha'),
    textFlag(call, 'repo-path'),
    textFlag(call, 'stack'),
  ];
  const reading = toldReading(ports, 'Reading stacks');
  const project = await evaluated(ports, (world) =>
    chosenProject(world, ports.here.folder, projectChoice(call)),
  );
  const { affected, faults } = await affectedComponents({ ...ports, files: reading.files }, project, {
    ...(commit !== undefined && { commit }),
    ...(copy !== undefined && { copy }),
    ...(stack !== undefined && { stack }),
    includeDependents: isOn(call, 'include-dependents'),
    includeSettings: isOn(call, 'include-settings'),
    processTemplates: toggled(call, 'process-templates') ?? true,
  });
  reading.done();
  for (const fault of faults) ports.terminal.say(warningText(fault, project.configFolder));
  print(await spoken(call, treeOf([...affected], { file: '' })));
  return faults.length > 0 ? 1 : 0;
};
