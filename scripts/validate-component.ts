import { formatPlace, Problem } from '../src/domain/problem.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { type ValidationSchema, validationSchemas } from '../src/flows/validation-schemas.ts';
import { schemaFaults } from '../src/query/json-schema.ts';
import { describeComponent } from '../src/stacks/describe-component.ts';
import { textFlag } from './grammar/verb.ts';
import { evaluationFlags, look, projectChoice } from './look.ts';
import { neededStack } from './needed-stack.ts';
import type { RunVerb } from './verb-context.ts';

/** `validate component`: a component in a stack against its JSON Schemas. Problem `stack-invalid` where it does not fit. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const wanted = neededStack(call);
  const path = textFlag(call, 'schema-path');
  const type = (textFlag(call, 'schema-type') ?? 'jsonschema') as 'jsonschema' | 'opa';
  await look(context, {
    what: 'Reading stacks',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const { sections, warnings } = describeComponent(world, project, {
        ...wanted,
        ...evaluationFlags(call),
      });
      const named = path === undefined ? undefined : { path, type };
      const schemas = validationSchemas(world, project, sections, named);
      return { found: { sections, schemas }, warnings, root: project.configFolder };
    },
    speak({ sections, schemas }, root) {
      const { component, stack } = wanted;
      if (schemas.length === 0) return `${component} in ${stack} names no schema in settings.validation.\n`;
      const lines: string[] = [];
      for (const schema of schemas)
        for (const fault of schemaFaults(sections, schema.text, schema.file))
          lines.push(
            `${formatPlace(fault.at, root)}: ${fault.path || 'The component'} ${fault.message} (${nameOf(schema)})`,
          );
      if (lines.length === 0)
        return `${component} in ${stack} is right by ${schemas.map(nameOf).join(', ')}.\n`;
      throw new Problem({
        code: 'stack-invalid',
        message: `${component} in ${stack} does not fit:\n${lines.map((line) => `  ${line}`).join('\n')}`,
        hint: `Look at it with: atmos-kit describe component ${component} -s ${stack} --provenance`,
      });
    },
  });
  return 0;
};

const nameOf = ({ name, description }: ValidationSchema): string => description ?? name;
