import { Problem } from '../src/domain/problem.ts';
import type { Project } from '../src/domain/project.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { runComponent } from '../src/flows/run-component.ts';
import { runMany } from '../src/flows/run-many.ts';
import { type SelectedRun, selectRuns } from '../src/flows/select-runs.ts';
import type { TerraformArguments } from '../src/terraform/arguments.ts';
import { hasFlag } from '../src/terraform/flags.ts';
import { orderRuns } from '../src/terraform/order-runs.ts';
import { usage } from './grammar/read-call.ts';
import { chosenKeys } from './terraform-chosen.ts';
import { showRun } from './terraform-show.ts';
import type { VerbContext } from './verb-context.ts';

/** True where flags choose components, or only a stack is named: everything in it. */
export function choosesMany(typed: TerraformArguments): boolean {
  return choosesByFlags(typed) || (typed.component === undefined && typed.stack !== undefined);
}

/** The same where a component can still be asked for: a stack alone does not choose all of it. */
export function choosesByFlags({ many }: TerraformArguments): boolean {
  const { all, affected, query, components } = many;
  return all || affected || query !== undefined || components.length > 0;
}

/** `terraform SUBCOMMAND --all`, and whatever else chooses several components. */
export async function runSeveral(
  context: VerbContext,
  project: Project,
  typed: TerraformArguments,
): Promise<number> {
  const { call, ports } = context;
  if (typed.component !== undefined)
    throw usage(call.verb, `${typed.component} is one component; the other flags choose several.`);
  const only = await chosenKeys(context, project, typed);
  const { runs, faults } = await evaluated(ports, (world) =>
    selectRuns(world, project, typed.stack, typed.many, only),
  );
  for (const fault of faults) ports.terminal.say(`Passed over, for it cannot be read: ${fault.message}`);
  return runThese(context, project, typed, runs);
}

/** Runs components that are chosen; `done` is told of each that went well. */
export async function runThese(
  context: VerbContext,
  project: Project,
  typed: TerraformArguments,
  runs: readonly SelectedRun[],
  done: (run: SelectedRun) => void = () => {},
): Promise<number> {
  const { ports } = context;
  const [word = ''] = typed.subcommand;
  const reverse = word === 'destroy' || hasFlag(typed.extra, 'destroy');
  const request = ({ component, stack }: SelectedRun) => ({ project, component, stack, typed });
  if (typed.dryRun) {
    for (const run of orderRuns(runs, reverse)) await showRun(context, request(run), typed.format);
    return 0;
  }
  const maxConcurrency = concurrency(typed);
  if (maxConcurrency > 1)
    ports.terminal.say(
      `Up to ${maxConcurrency} components run at once; those of one folder run one after the other, because they share its files.`,
    );
  const success = word === 'plan' && hasFlag(typed.extra, 'detailed-exitcode') ? [0, 2] : [0];
  return runMany(ports, {
    runs,
    reverse,
    failureMode: failureMode(context, typed),
    maxConcurrency,
    success,
    async runOne(run, among) {
      const exitCode = await runComponent(ports, request(run), among);
      if (success.includes(exitCode)) done(run);
      return exitCode;
    },
    tell: ({ message, hint }) => ports.terminal.say(hint === undefined ? message : `${message}\n  ${hint}`),
  });
}

function failureMode({ call }: VerbContext, { many }: TerraformArguments): 'fail-fast' | 'keep-going' {
  const { failureMode: mode = 'fail-fast' } = many;
  if (mode === 'fail-fast' || mode === 'keep-going') return mode;
  throw usage(call.verb, `--failure-mode is one of fail-fast, keep-going, not "${mode}".`);
}

function concurrency({
  many,
  subcommand,
  autoApprove,
  fromPlan,
  planFile,
  settings,
}: TerraformArguments): number {
  const number = Number(many.maxConcurrency ?? '1');
  if (!Number.isInteger(number) || number < 1)
    throw new Problem({
      code: 'usage',
      message: `--max-concurrency ${many.maxConcurrency} is not a number of runs.`,
      hint: 'Write it like --max-concurrency 4.',
    });
  const [word = ''] = subcommand;
  const approved = autoApprove || fromPlan || planFile !== undefined || settings.applyAutoApprove === true;
  if (number > 1 && ['apply', 'destroy'].includes(word) && !approved)
    throw new Problem({
      code: 'usage',
      message: `Several ${word} at once cannot each ask you whether to go on.`,
      hint: `Add -auto-approve, or leave --max-concurrency out.`,
    });
  return number;
}
