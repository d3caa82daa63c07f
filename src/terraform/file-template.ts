import type { Component } from '../domain/component.ts';
import { Problem } from '../domain/problem.ts';
import { textOf } from '../domain/value.ts';

const variables = ['namespace', 'tenant', 'environment', 'region', 'stage'];

/**
 * The path that a template such as `{tenant}/{stage}/{component}.json` gives for a component. Problem `usage` for an
 * unknown word, and for a variable that the component does not have.
 * Source of the words: Atmos's `terraform generate varfiles` and `backends`.
 */
export function fileFromTemplate(template: string, component: Component): string {
  return template.replace(/\{([^{}]*)\}/g, (_, word: string) => {
    const value = textFor(word, component);
    if (value !== undefined) return value;
    const known = variables.includes(word);
    throw new Problem({
      code: 'usage',
      message: known
        ? `${component.name} of ${component.stack} has no text in vars.${word}, which --file-template names.`
        : `--file-template knows no {${word}}.`,
      hint: `It knows {stack}, {component}, {base-component}, {component-path}, ${variables.map((name) => `{${name}}`).join(', ')}.`,
    });
  });
}

function textFor(word: string, { name, stack, folder, vars }: Component): string | undefined {
  switch (word) {
    case 'component':
      return name.replaceAll('/', '-');
    case 'base-component':
      return folder.replaceAll('/', '-');
    case 'component-path':
      return folder;
    case 'stack':
      return stack.replaceAll('/', '-');
    default:
      return variables.includes(word) ? textOf(vars.entries.get(word)) : undefined;
  }
}
