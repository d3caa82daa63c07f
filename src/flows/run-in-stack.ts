import type { Chain } from '../domain/auth.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import { formatPlace, Problem } from '../domain/problem.ts';
import { chainOf } from '../identity/chain.ts';
import type { Ports } from '../ports.ts';
import type { TerraformArguments } from '../terraform/arguments.ts';
import { findTerraform } from '../terraform/find-terraform.ts';
import { planRun } from '../terraform/plan-run.ts';
import { inheritedVariables } from '../terraform/run-environment.ts';
import { isSkipped, type SkippedRun, type TerraformRun } from '../terraform/terraform-run.ts';
import { type Chosen, settleChoice } from './choose-identity.ts';
import { handOver, previewHandOver } from './hand-over.ts';
import { type InStack, identityInStack } from './identity-in-stack.ts';
import { offeringSignIn } from './offer-sign-in.ts';
import { runTerraform } from './run-terraform.ts';

export interface RunInStackRequest {
  readonly component: string;
  readonly stack: string;
  readonly typed: TerraformArguments;
}

/** A run that is decided and not begun. */
export interface Decided extends InStack {
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
  { component, stack, typed }: RunInStackRequest,
): Promise<Decided> {
  const identity = typed.askIdentity ? '' : typed.identity;
  const found = identityInStack(
    ports,
    ports.here.folder,
    { component, stack },
    {
      ...(typed.profiles.length > 0 && { profiles: typed.profiles }),
      ...(identity !== undefined && { identity }),
    },
  );
  const run = planRun({
    project: found.project,
    component: found.component,
    subcommand: typed.subcommand,
    extra: typed.extra,
    options: typed,
    inherited: inheritedVariables(ports.environment),
    isFolder: (path) => ports.files.stat(path)?.type === 'folder',
  });
  if (isSkipped(run)) return { ...found, run, chosen: nobody };
  const chosen = await settleChoice(ports, found.auth, found.choice);
  return { ...found, run, chosen, ...(chosen.identity && { chain: chainOf(found.auth, chosen.identity) }) };
}

/** What the credentials would add to a decided run's environment; nothing is made. */
export function previewCredentials(ports: Ports, { chain, chosen }: Decided): EnvironmentChange {
  return chain && chosen.identity ? previewHandOver(ports, chain, chosen.identity.name) : {};
}

/** Carries out a decided run and returns Terraform's own exit code. */
export async function carryOut(ports: Ports, decided: Decided): Promise<number> {
  const { run, chosen, chain, project, auth } = decided;
  if (isSkipped(run)) {
    ports.terminal.say(run.message);
    return 0;
  }
  const program = findTerraform(run.program, (name) => ports.children.find(name));
  const at = chosen.why.at === undefined ? '' : `, ${formatPlace(chosen.why.at, project.configFolder)}`;
  ports.terminal.say(
    `${decided.component.name} in ${decided.component.stack} as ${chosen.identity?.name ?? 'nobody, on purpose'} (${chosen.why.text}${at})`,
  );
  for (const warning of run.warnings) ports.terminal.say(warning);
  const keyring = ports.keyring(auth.keyring);
  const credentials =
    chain && chosen.identity
      ? await reachable(ports, chain).then(() =>
          offeringSignIn(ports, keyring, chain.signIn, () =>
            handOver(
              ports,
              keyring,
              chain,
              chosen.identity?.name as string,
              project.kit.credentials,
              auth.keyring,
            ),
          ),
        )
      : {};
  return runTerraform(ports, run, program, credentials);
}

// Terraform's s3 backend would retry for half a minute before it says that nobody answers.
async function reachable(ports: Ports, { signIn }: Chain): Promise<void> {
  const { endpointUrl } = signIn;
  if (endpointUrl === undefined || (await ports.endpoints.answers(endpointUrl, 2000))) return;
  const { hostname, port } = new URL(endpointUrl);
  const local = /^(127\.|localhost$|\[::1\]$)/.test(hostname);
  throw new Problem({
    code: local ? 'emulator-not-running' : 'endpoint-unreachable',
    message: `Nothing answers at ${endpointUrl}, the endpoint of provider ${signIn.provider}.`,
    hint: local
      ? `atmos-kit emulator start${port === '9911' ? '' : ` --port ${port}`}`
      : 'Check spec.endpoint_url of the provider, and your network.',
  });
}
