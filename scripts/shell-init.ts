import { isProblem } from '../src/domain/problem.ts';
import type { AtmosFunction } from '../src/domain/project.ts';
import { openProject } from '../src/flows/load-auth.ts';
import type { Ports } from '../src/ports.ts';
import { shellNamed } from './shell-named.ts';
import { snippetText } from './shell-snippet.ts';
import type { RunVerb } from './verb-context.ts';

/** `shell init`: prints what a shell reads at its start. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const shell = shellNamed(call, 'snippet');
  print(snippetText(ports, shell, { atmosFunction: await atmosFunctionOf(ports) }));
  return 0;
};

/**
 * `kit.shell.atmos_function` of the project around us. A new terminal may open anywhere: where no project can be read, that
 * is said, and it is the default.
 */
export async function atmosFunctionOf(ports: Ports): Promise<AtmosFunction> {
  try {
    return (await openProject(ports, {})).project.kit.atmosFunction;
  } catch (error) {
    if (!isProblem(error)) throw error;
    ports.terminal.say(`atmos-kit: ${error.message} The shell gets the default settings.`);
    return 'auto';
  }
}
