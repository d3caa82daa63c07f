import type { Chain } from '../domain/chain.ts';
import type { Component } from '../domain/component.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { formatPlace } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { chainOf } from '../identity/chain.ts';
import type { Ports, World } from '../ports.ts';
import type { TerraformArguments } from '../terraform/arguments.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { planRun } from '../terraform/plan-run.ts';
import { inheritedVariables } from '../terraform/run-environment.ts';
import { isSkipped, type SkippedRun, type TerraformRun } from '../terraform/terraform-run.ts';
import { type Chosen, settleChoice } from './choose-identity.ts';
import { evaluated, type RemoteEffects, workOut } from './evaluate-component.ts';
import { previewHandOver } from './hand-over.ts';
import { type InStack, inProject } from './identity-in-stack.ts';
import { remoteEffects } from './remote-effects.ts';
import { previewBeside } from './required-identities.ts';
import { leavingShell, runCredentials } from './run-credentials.ts';
import { runTerraform } from './run-terraform.ts';
import { withIndex } from './stack-index.ts';

export interface RunInStackRequest {
  readonly project: Project;
  readonly component: string;
  readonly stack: string;
  readonly typed: TerraformArguments;
}

/** A run that is decided and not begun. */
export interface Decided extends InStack {
  readonly subcommand: readonly string[];
  readonly run: TerraformRun | SkippedRun;
  readonly chosen: Chosen;
  /** Missing where it runs without an identity, on purpose. */
  readonly chain?: Chain;
}

/** Nothing runs, so nobody needs to be chosen. */
const nobody: Chosen = { identity: undefined, why: { source: 'asked', text: 'nothing runs' }, lost: [] };

/**
 * Decides a Terraform run: the component, who runs it, and what is run. Asks the person only where an identity is
 * left open. Throws the Problems of the rooms that it goes through.
 */
export async function decideRun(
  ports: Ports,
  { project, component, stack, typed }: RunInStackRequest,
): Promise<Decided> {
  const identity = typed.askIdentity ? '' : typed.identity;
  const { subcommand, evaluation } = typed;
  const indexed = withIndex(ports);
  const asked = remoteEffects(indexed, { project: async () => project, identity });
  const remote = typed.dryRun ? withoutOutputs(ports, asked) : asked;
  const look = (world: World) => {
    // What nobody can tell yet must not get into a run as if it were a value.
    const options = { ...evaluation, strict: !typed.dryRun };
    const found = inProject(world, project, ports.here.folder, { component, stack }, identity, options);
    const run = planRun({
      project: found.project,
      component: found.component,
      subcommand,
      extra: typed.extra,
      options: typed,
      inherited: inheritedVariables(ports.environment),
      isFolder: (path) => ports.files.stat(path)?.type === 'folder',
    });
    if (!isSkipped(run)) workOut(found.component);
    return { found, run };
  };
  const { found, run } = await evaluated(indexed, look, remote);
  indexed.index.keep();
  if (isSkipped(run)) return { ...found, subcommand, run, chosen: nobody };
  const chosen = await settleChoice(ports, found.auth, found.choice);
  return {
    ...found,
    subcommand,
    run,
    chosen,
    ...(chosen.identity && { chain: chainOf(found.auth, chosen.identity) }),
  };
}

/** A dry run starts no terraform, not even to read: what only outputs can tell stays open. */
function withoutOutputs({ terminal }: Pick<Ports, 'terminal'>, asked: RemoteEffects): RemoteEffects {
  let told = false;
  return {
    async answer(request) {
      if (request.type !== 'outputs') return asked.answer(request);
      if (!told) terminal.say('A dry run reads no outputs of other components: they stand as (computed).');
      told = true;
      return null;
    },
  };
}

/** What the credentials would add to a decided run's environment; nothing is made. */
export function previewCredentials(
  ports: Ports,
  { auth, chain, chosen, project }: Decided,
): EnvironmentChange {
  if (chain === undefined || chosen.identity === undefined) return leavingShell(ports, chosen);
  const { name } = chosen.identity;
  const mode = project.kit.credentials;
  return previewHandOver(ports, chain, name, mode, auth.keyring, previewBeside(auth, name, mode));
}

/** How a run stands among others. */
export interface AmongOthers {
  /** Put before each line of its output, where others run at the same time. */
  readonly label?: string;
  /** Lets one run at a time ask the person and make keys. */
  readonly oneByOne?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Carries out a decided run and returns Terraform's own exit code. */
export async function carryOut(ports: Ports, decided: Decided, among: AmongOthers = {}): Promise<number> {
  const { run, subcommand } = decided;
  if (isSkipped(run)) {
    ports.terminal.say(run.message);
    return 0;
  }
  const program = findTerraform(run.program, (name) => ports.children.find(name));
  sayWho(ports, decided);
  for (const warning of run.warnings) ports.terminal.say(warning);
  const { oneByOne = (work) => work() } = among;
  const credentials = await oneByOne(() => runCredentials(ports, decided, subcommand));
  return runTerraform(ports, run, program, credentials, { label: among.label });
}

/** Says who runs a component, and why. */
export function sayWho(
  { terminal }: Pick<Ports, 'terminal'>,
  {
    component,
    chosen,
    project,
  }: Pick<Decided, 'chosen' | 'project'> & { readonly component: Pick<Component, 'name' | 'stack'> },
): void {
  const { identity, why } = chosen;
  const at = why.at === undefined ? '' : `, ${formatPlace(why.at, project.configFolder)}`;
  const nobody = why.source === 'no auth' ? 'whoever the environment says' : 'nobody, on purpose';
  terminal.say(`${component.name} in ${component.stack} as ${identity?.name ?? nobody} (${why.text}${at})`);
}
