import { Problem } from '../src/domain/problem.ts';
import { entriesOf, type MapValue, type Value, valueAt } from '../src/domain/value.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { whyEmpty } from '../src/flows/unknown-stack.ts';
import { describeStacks } from '../src/stacks/describe-stacks.ts';
import { printJson } from '../src/yaml/print-json.ts';
import { textFlag } from './grammar/verb.ts';
import { evaluationFlags, look, projectChoice } from './look.ts';
import { type DataFormat, dataText } from './speak/data.ts';
import { rowsOf } from './speak/rows.ts';
import type { RunVerb } from './verb-context.ts';

/** `list vars`: a component's variables in all stacks. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const [component = ''] = call.words;
  const stack = textFlag(call, 'stack');
  const left = await look(context, {
    what: 'Reading stacks',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { stacks, faults } = describeStacks(world, project, {
        ...(stack !== undefined && { stack }),
        components: [component],
        sections: ['vars'],
        ...evaluationFlags(call),
      });
      const found = varsByStack(stacks, component);
      if (found.entries.size === 0)
        throw whyEmpty(world, project, { stack, component }) ?? notThere(component, stack);
      return { found, warnings: faults, root: project.configFolder };
    },
    speak(found) {
      const format = textFlag(call, 'format') ?? 'table';
      if (format === 'json' || format === 'yaml') return dataText(found, format satisfies DataFormat);
      const rows = [...found.entries].flatMap(([name, vars]) =>
        [...entriesOf(vars)].map(([key, value]) => [key, name, cell(value)]),
      );
      // All stacks of one variable stand below each other.
      return rowsOf(call, ['Variable', 'Stack', 'Value'], rows.sort(byFirst));
    },
  });
  return left > 0 && stack === undefined ? 1 : 0;
};

function varsByStack(stacks: MapValue, component: string): MapValue {
  const found = [...stacks.entries].flatMap(([name, value]): [string, Value][] => {
    const types = valueAt(value, 'components');
    const vars = [...entriesOf(types)].map(([, all]) => valueAt(all, component, 'vars')).find(Boolean);
    return vars === undefined ? [] : [[name, vars]];
  });
  return { ...stacks, entries: new Map(found) };
}

const byFirst = ([a = '']: readonly string[], [b = '']: readonly string[]): number =>
  a < b ? -1 : a > b ? 1 : 0;

function cell(value: Value): string {
  return value.type === 'scalar' && typeof value.data === 'string' ? value.data : printJson(value, true);
}

const notThere = (component: string, stack: string | undefined): Problem =>
  new Problem({
    code: 'component-not-found',
    message: `There is no component ${component} in ${stack ?? 'any stack that can be read'}.`,
    hint: `atmos-kit list stacks -c ${component}`,
  });
