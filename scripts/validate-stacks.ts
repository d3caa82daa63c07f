import { formatPlace, type Problem } from '../src/domain/problem.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { validateStacks } from '../src/stacks/validate-stacks.ts';
import { textFlag } from './grammar/verb.ts';
import { look, projectChoice } from './look.ts';
import { json } from './speak/columns.ts';
import type { RunVerb } from './verb-context.ts';

/** `validate stacks`: everything that is wrong, then everything that is odd. Exit code 1 for a fault. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  let faulty = 0;
  await look(context, {
    what: 'Checking stacks',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { faults, warnings } = validateStacks(world, project);
      faulty = faults.length;
      return {
        found: { faults, warnings: [...(project.warnings ?? []), ...warnings] },
        root: project.configFolder,
      };
    },
    speak: ({ faults, warnings }, root) =>
      textFlag(call, 'format') === 'json'
        ? json({ faults: faults.map(asData), warnings: warnings.map(asData) })
        : [
            ...faults.map((one) => told(one, root)),
            ...(warnings.length === 0 ? [] : [`${faults.length === 0 ? '' : '\n'}Odd, but it works:\n`]),
            ...warnings.map((one) => told(one, root)),
            summary(faults.length, warnings.length),
          ].join(''),
  });
  return faulty > 0 ? 1 : 0;
};

function told({ at, message, hint }: Problem, root: string | undefined): string {
  const place = at === undefined ? '' : `${formatPlace(at, root)}: `;
  return `${place}${message}${hint === undefined ? '' : `\n  ${hint}`}\n`;
}

const asData = ({ code, message, hint, at }: Problem): object => ({ code, message, hint, at });

function summary(faults: number, warnings: number): string {
  if (faults + warnings === 0) return 'All stacks are right.\n';
  const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;
  return `\n${count(faults, 'fault')}, ${count(warnings, 'warning')}\n`;
}
