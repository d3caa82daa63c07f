import type { Component } from '../domain/component.ts';
import { Problem } from '../domain/problem.ts';

const forAbstract = ['plan', 'apply', 'deploy', 'workspace'];
const forLocked = ['apply', 'deploy', 'destroy', 'import', 'state', 'taint', 'untaint'];
// Sub-commands of Atmos itself; Terraform would only say that it has none of that name.
const notTerraform = ['clean', 'generate', 'plan-diff', 'shell', 'source', 'varfile', 'workdir', 'write'];
// Each of these changes what a run of Terraform does.
const notExecuted = ['source', 'provision', 'generate', 'hooks'] as const;

/**
 * Refuses what may not run on this component, in the order in which Atmos does. Problems: `component-not-found`
 * (its folder is missing), `component-abstract`, `component-locked`, `construct-not-supported`, `usage`.
 */
export function refuse(
  component: Component,
  folder: string,
  subcommand: readonly string[],
  isFolder: (path: string) => boolean,
): void {
  const [word = ''] = subcommand;
  const spoken = subcommand.join(' ');
  const { at, name } = component;
  if (notTerraform.includes(word)) {
    throw new Problem({
      code: 'construct-not-supported',
      message: `\`terraform ${spoken}\` is a command of Atmos, and atmos-kit does not have it.`,
      hint: `Run \`atmos terraform ${spoken} ${name} -s ${component.stack}\`.`,
    });
  }
  for (const key of notExecuted) {
    const section = component[key];
    if (section === undefined || section.entries.size === 0) continue;
    throw new Problem({
      code: 'construct-not-supported',
      message: `Component ${name} has \`${key}\`, which atmos-kit does not carry out: the run would be another one.`,
      hint: `Run \`atmos terraform ${spoken} ${name} -s ${component.stack}\`.`,
      at: section.at,
    });
  }
  if (!isFolder(folder)) {
    throw new Problem({
      code: 'component-not-found',
      message: `Component ${name} stands for the folder ${folder}, which does not exist.`,
      hint: `Create the folder, or name another in \`metadata.component\` of ${name}.`,
      at,
    });
  }
  if (component.abstract && forAbstract.includes(word)) {
    throw new Problem({
      code: 'component-abstract',
      message: `Component ${name} is abstract (\`metadata.type\`): it is there to be inherited from, not to be provisioned.`,
      hint: `Name a component that inherits from ${name}.`,
      at,
    });
  }
  if (component.locked && forLocked.includes(word)) {
    throw new Problem({
      code: 'component-locked',
      message: `Component ${name} is locked in ${component.stack} (\`metadata.locked\`), so \`${spoken}\` may not run.`,
      hint: 'Take the lock off in the stack, or run `plan`, which changes nothing.',
      at,
    });
  }
  if (component.backendType === 'http' && word === 'workspace') {
    throw new Problem({
      code: 'usage',
      message: `Component ${name} keeps its state in an http backend, which has no workspaces.`,
      hint: 'Run `plan`: it works without one.',
      at,
    });
  }
}
