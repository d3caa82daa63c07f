import { Problem } from '../src/domain/problem.ts';
import type { Project } from '../src/domain/project.ts';
import { quoteCommand } from '../src/domain/shell-word.ts';
import { listed } from '../src/domain/suggestion.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { runsAmong, type SelectedRun } from '../src/flows/select-runs.ts';
import {
  type Account,
  accountsOf,
  isAccount,
  unknownAccount,
  type WhoRuns,
  whoRuns,
} from '../src/flows/who-runs.ts';
import { splitTerraformArguments } from '../src/terraform/arguments.ts';
import { keyOf, orderRuns } from '../src/terraform/order-runs.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { runThese } from './terraform-many.ts';
import { profilesOf, projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/**
 * `plan-account` and `apply-account`: Terraform for all components of one account, in the order of their dependencies. The
 * first failure stops the rest, and the command that goes on from it is told.
 */
export function accountRun(subcommand: 'plan' | 'apply'): RunVerb {
  return async (context) => {
    const { call, ports } = context;
    const { project } = await openConfiguredProject(ports, projectFlags(call));
    const identity = textFlag(call, 'identity');
    const { runners, faults } = await evaluated(ports, (world) => whoRuns(world, project, identity));
    const account = await chosenAccount(context, runners);
    const ordered = await runsOf(context, project, runners, account);
    for (const fault of faults) ports.terminal.say(`Passed over, for it cannot be read: ${fault.message}`);
    const runs = fromOn(ordered, textFlag(call, 'from'));
    const done = new Set<string>();
    const resume = () => {
      const next = runs.find((run) => !done.has(keyOf(run)));
      if (next === undefined || isOn(call, 'dry-run')) return;
      ports.terminal.say(`To go on from it: ${resumeCommand(context, subcommand, account.name, next)}`);
    };
    try {
      return await runThese(context, project, typedFor(context, subcommand), runs, (run) =>
        done.add(keyOf(run)),
      );
    } finally {
      resume();
    }
  };
}

/** What stands behind `--` is Terraform's; ours is handed on. */
function typedFor({ call }: VerbContext, subcommand: string) {
  const identity = textFlag(call, 'identity');
  const format = textFlag(call, 'format');
  return splitTerraformArguments([
    subcommand,
    '--all',
    ...(isOn(call, 'dry-run') ? ['--dry-run'] : []),
    ...(format === undefined ? [] : ['--format', format]),
    ...(identity === undefined ? [] : identity === '' ? ['--identity'] : [`--identity=${identity}`]),
    ...call.rest,
  ]);
}

async function chosenAccount(
  { call, ports: { terminal } }: VerbContext,
  runners: readonly WhoRuns[],
): Promise<Account> {
  const accounts = accountsOf(runners);
  const names = accounts.map(({ name }) => name);
  const [typed] = call.words;
  const found = typed === undefined ? undefined : accounts.find((one) => isAccount(one, typed));
  if (found !== undefined) return found;
  if (typed === undefined && terminal.interactive && accounts.length > 0) {
    const name = await terminal.pick(
      'Which account?',
      accounts.map(({ name, id = '' }) => ({ value: name, hint: `${id} ${countOf(runners, name)}` })),
    );
    return accounts.find((one) => one.name === name) as Account;
  }
  const [first] = runners.flatMap(({ problem }) => problem ?? []);
  if (accounts.length === 0 && first !== undefined) throw first;
  throw typed === undefined
    ? new Problem({
        code: 'usage',
        message: 'An account is missing, and nobody can be asked without a terminal.',
        hint: `Name one of ${listed(names, 40)}.`,
      })
    : unknownAccount(typed, accounts);
}

function countOf(runners: readonly WhoRuns[], account: string): string {
  const count = runners.filter((one) => one.account?.name === account).length;
  return count === 1 ? '1 component' : `${count} components`;
}

async function runsOf(
  { ports }: VerbContext,
  project: Project,
  runners: readonly WhoRuns[],
  { name }: Account,
): Promise<readonly SelectedRun[]> {
  const only = new Set(runners.filter((one) => one.account?.name === name).map(keyOf));
  return orderRuns(await evaluated(ports, (world) => runsAmong(world, project, only)));
}

const shortName = ({ stack, component }: SelectedRun): string => `${stack}/${component}`;

function fromOn(runs: readonly SelectedRun[], from: string | undefined): readonly SelectedRun[] {
  if (from === undefined) return runs;
  const index = runs.findIndex((run) => shortName(run) === from);
  if (index !== -1) return runs.slice(index);
  throw new Problem({
    code: 'usage',
    message: `--from ${from} is none of these runs.`,
    hint: `They are ${listed(runs.map(shortName), 40)}.`,
  });
}

function resumeCommand(
  { call }: VerbContext,
  subcommand: string,
  account: string,
  next: SelectedRun,
): string {
  const identity = textFlag(call, 'identity');
  return quoteCommand([
    ...['atmos-kit', `${subcommand}-account`, account, '--from', shortName(next)],
    ...(identity === undefined ? [] : [`--identity=${identity}`]),
    ...profilesOf(call),
    ...(call.rest.length === 0 ? [] : ['--', ...call.rest]),
  ]);
}
