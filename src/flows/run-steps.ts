import type { EnvironmentChange } from '../domain/environment-change.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { Command, Ports } from '../ports.ts';
import { delayMs } from '../workflows/retry.ts';
import type { Step } from '../workflows/step.ts';
import type { StepIdentities } from './step-identities.ts';
import { type StepOutcome, StepView } from './step-view.ts';

/** A step that is decided: only its variables and its keys are still to come. */
export interface ReadyStep {
  readonly step: Step;
  /** How it is shown. */
  readonly text: string;
  readonly cwd: string;
  /** As whom; missing for whoever the environment says. */
  readonly identity?: string;
  /** The words for this program, or text for the shell. */
  readonly command: () => Promise<readonly string[] | string>;
  readonly environment: () => Promise<EnvironmentChange>;
}

/** What stopped the steps. */
export interface StepFailure {
  readonly step: Step;
  readonly exitCode: number;
  /** What ended it, where it was killed. */
  readonly signal?: string;
  /** Where it did not even run. */
  readonly problem?: Problem;
}

export interface StepsRequest {
  readonly steps: readonly ReadyStep[];
  readonly identities: StepIdentities;
  /** Whether a person is told of each step and of the end. */
  readonly told: boolean;
  /** What tells every step which run it is part of. */
  readonly within: EnvironmentChange;
}

/**
 * Runs steps one after the other. After a failure only those run that are for it; the first failure is returned, or
 * undefined for none. Every identity is settled before the first step. Throws the Problems of identities, and Problem
 * `interrupted` for a Ctrl-C between two attempts.
 */
export async function runSteps(
  ports: Ports,
  { steps, identities, told, within }: StepsRequest,
): Promise<StepFailure | undefined> {
  for (const { identity } of steps) if (identity !== undefined) await identities.settle(identity);
  const view = told ? new StepView(ports, steps.length) : undefined;
  const around = { ...within, ...level(ports), ...ownProgram(ports) };
  const shell = steps.some(({ step }) => step.type === 'shell') ? findShell(ports) : '';
  const { signal, dispose } = ports.interrupts.listen();
  let failure: StepFailure | undefined;
  let interrupted: Step | undefined;
  try {
    for (const [index, ready] of steps.entries()) {
      const { step } = ready;
      const wanted = step.when === 'always' || (step.when === 'failure') === (failure !== undefined);
      if (!wanted || signal.aborted) {
        if (wanted) interrupted ??= step;
        view?.passed(step);
        continue;
      }
      const work = () => outcomeOf(() => attempts(ports, ready, identities, shell, around, signal));
      const ended = await (view === undefined ? work() : view.during(index, step, ready.text, work));
      const failed = ended.exitCode !== 0 || ended.problem !== undefined;
      if (failed && step.continue && !signal.aborted) {
        if (told && ended.problem !== undefined) ports.terminal.say(ended.problem.message);
      } else if (failed) failure ??= { step, ...ended };
    }
  } finally {
    dispose();
  }
  view?.end();
  // The step that met the Ctrl-C may have ended well: the next one is where to go on.
  return failure ?? (interrupted && { step: interrupted, exitCode: 130 });
}

/** bash, or, told once, the plain shell: steps are written for one that knows arrays. */
export function findShell({ children, terminal }: Pick<Ports, 'children' | 'terminal'>): string {
  if (children.find('bash') !== undefined) return 'bash';
  terminal.say('bash is not installed, so shell steps run in sh, which does not know all of bash.');
  return 'sh';
}

type Ended = StepOutcome & { readonly problem?: Problem };

async function outcomeOf(work: () => Promise<Ended>): Promise<Ended> {
  try {
    return await work();
  } catch (problem) {
    if (!isProblem(problem) || problem.code === 'interrupted') throw problem;
    return { exitCode: problem.exitCode, problem };
  }
}

async function attempts(
  ports: Ports,
  ready: ReadyStep,
  identities: StepIdentities,
  shell: string,
  around: EnvironmentChange,
  signal: AbortSignal,
): Promise<Ended> {
  const { retry, type, name } = ready.step;
  const began = ports.clock.now().getTime();
  const [command, environment] = [await ready.command(), await ready.environment()];
  for (let attempt = 1; ; attempt += 1) {
    // Keys may have ended while it was waited.
    const change = { ...environment, ...around, ...(await identities.change(ready.identity, type)) };
    const ended = await ports.children.run(toRun(ports, ready, command, shell, change));
    const { exitCode, signal: by } = ended;
    const late = ports.clock.now().getTime() - began >= retry.allMs;
    if (exitCode === 0 || attempt >= retry.attempts || late || signal.aborted)
      return { exitCode, ...(by !== undefined && { signal: by }) };
    ports.terminal.say(`${name}: exit code ${exitCode}, attempt ${attempt} of ${retry.attempts}.`);
    await ports.clock.sleep(delayMs(retry, attempt), signal);
  }
}

function toRun(
  { here }: Ports,
  { cwd }: ReadyStep,
  command: readonly string[] | string,
  shell: string,
  change: EnvironmentChange,
): Command {
  if (typeof command === 'string') return { file: shell, args: ['-c', command], cwd, change };
  const [file = '', ...args] = here.program;
  return { file, args: [...args, ...command], cwd, change };
}

/** Atmos counts how deep it is within itself. */
function level({ environment }: Ports): EnvironmentChange {
  return { ATMOS_SHLVL: String((Number.parseInt(environment.get('ATMOS_SHLVL') ?? '', 10) || 0) + 1) };
}

/** Steps of type shell that call this program mean the one that runs them, unless somebody said otherwise. */
export function ownProgram({
  environment,
  here,
}: Pick<Ports, 'environment' | 'here'>): Readonly<Record<string, string>> {
  const own = here.program.at(-1);
  return environment.get('ATMOS_KIT_PROGRAM') || own === undefined ? {} : { ATMOS_KIT_PROGRAM: own };
}
