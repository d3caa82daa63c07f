import type { Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import { shellMarks } from '../identity/shell-marks.ts';
import type { Ports, World } from '../ports.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { planShell } from '../terraform/plan-shell.ts';
import { inheritedVariables } from '../terraform/run-environment.ts';
import { settleChoice } from './choose-identity.ts';
import { evaluated, workOut } from './evaluate-component.ts';
import { inProject } from './identity-in-stack.ts';
import { remoteEffects } from './remote-effects.ts';
import { runCredentials } from './run-credentials.ts';
import { sayWho } from './run-in-stack.ts';
import { runTerraform } from './run-terraform.ts';
import { chooseShell, shellStart, startFiles } from './shell-start.ts';

export interface ShellRequest {
  readonly project: Project;
  readonly component: string;
  readonly stack: string;
  /** `--identity`, the empty string for the flag without a value. */
  readonly identity: string | undefined;
  /** The shell that was named. */
  readonly shell: string | undefined;
  /** Arguments for it. */
  readonly args: readonly string[];
}

/**
 * Opens a shell in a component's folder in which plain terraform commands do what a run of ours would: files are there,
 * init is done, the workspace is selected. Returns the shell's exit code, or that of what failed before it.
 */
export async function terraformShell(ports: Ports, request: ShellRequest): Promise<number> {
  const { project, component, stack, identity } = request;
  const look = (world: World) => {
    const options = { strict: true };
    const found = inProject(world, project, ports.here.folder, { component, stack }, identity, options);
    const shell = planShell({
      project,
      component: found.component,
      options: {},
      inherited: inheritedVariables(ports.environment),
      isFolder: (path) => ports.files.stat(path)?.type === 'folder',
    });
    workOut(found.component);
    return { found, shell };
  };
  const remote = remoteEffects(ports, { project: async () => project, identity });
  const { found, shell } = await evaluated(ports, look, remote);
  if ('skipped' in shell) {
    ports.terminal.say(shell.message);
    return 0;
  }
  const program = findTerraform(shell.run.program, (name) => ports.children.find(name));
  const chosen = await settleChoice(ports, found.auth, found.choice);
  sayWho(ports, { ...found, chosen });
  for (const warning of shell.run.warnings) ports.terminal.say(warning);
  const chain = chosen.identity && chainOf(found.auth, chosen.identity);
  const credentials = await runCredentials(ports, { ...found, chosen, ...(chain && { chain }) }, ['shell']);
  const quiet = shell.run.commands.map((command) => ({ ...command, quiet: true }));
  const prepared = await runTerraform(ports, { ...shell.run, commands: quiet }, program, credentials);
  if (prepared !== 0) return prepared;
  ports.terminal.say(`A shell in ${shell.run.folder}; exit leads back.`);
  const file = chooseShell(ports, request.shell);
  const { environment, here } = ports;
  const zdotdir = environment.get('ZDOTDIR');
  const start =
    chosen.identity === undefined
      ? { args: request.args, change: {} }
      : shellStart(file, request.args, startFiles(here), credentials, zdotdir);
  const { exitCode } = await ports.children.run({
    file,
    args: start.args,
    cwd: shell.run.folder,
    change: {
      ...shell.run.change,
      ...shell.run.pluginCache?.change,
      ...credentials,
      ...shell.change,
      ...(chosen.identity &&
        shellMarks({ name: chosen.identity.name, change: credentials }, environment.get('ATMOS_SHLVL'))),
      ...start.change,
    },
  });
  return exitCode;
}
