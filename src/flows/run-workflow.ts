import { resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { profileWords } from '../domain/profile-words.ts';
import type { Project } from '../domain/project.ts';
import { quoteCommand } from '../domain/shell-word.ts';
import type { Plain } from '../domain/value.ts';
import type { Ports } from '../ports.ts';
import { commandWords, withStack } from '../workflows/command-words.ts';
import type { Step } from '../workflows/step.ts';
import { stepsFrom, type Workflow } from '../workflows/workflow.ts';
import { enterRun } from './nested-runs.ts';
import { type ReadyStep, runSteps, type StepFailure } from './run-steps.ts';
import { stepEnvironment } from './step-environment.ts';
import { StepIdentities } from './step-identities.ts';
import { endOf } from './step-view.ts';

/** What a person says about a run of a workflow. */
export interface WorkflowFlags {
  readonly stack?: string;
  /** `--identity`, the empty text for the flag without a value. */
  readonly identity?: string;
  readonly fromStep?: string;
  readonly profiles?: readonly string[];
}

export interface WorkflowRequest {
  readonly project: Project;
  readonly workflow: Workflow;
  readonly flags: WorkflowFlags;
}

/** What a run would do, one line per step, and nothing is done. Throws Problem `usage`, `workflow-invalid`. */
export function previewWorkflow(ports: Ports, request: WorkflowRequest): readonly string[] {
  return readySteps(ports, request).map(({ step, text, cwd, identity }) => {
    const where = cwd === ports.here.folder ? '' : ` in ${cwd}`;
    const who = identity === undefined ? '' : ` as ${identity || 'whom you choose'}`;
    return `${step.name}${where}${who}: ${text}`;
  });
}

/**
 * Runs a workflow's steps. Throws Problem `step-failed` with the exit code of the step that failed and the command that
 * goes on from it, and the Problems of what a step could not even begin with.
 */
export async function runWorkflow(ports: Ports, request: WorkflowRequest): Promise<void> {
  const identities = new StepIdentities(ports, request.project);
  const { name, file } = request.workflow;
  const failure = await runSteps(ports, {
    steps: readySteps(ports, request),
    identities,
    told: true,
    within: enterRun(ports, request.project.configFolder ?? '', callOf(name, file, request.flags).join(' ')),
  });
  if (failure === undefined) return;
  const resume = resumeCommand(request, failure.step);
  if (failure.problem !== undefined) {
    ports.terminal.say(`To go on from this step: ${resume}`);
    throw failure.problem;
  }
  throw failed(request.workflow, failure, resume);
}

function readySteps(ports: Ports, { project, workflow, flags }: WorkflowRequest): readonly ReadyStep[] {
  const known = new Map<string, Plain | Problem>();
  const profiles = flags.profiles && { ATMOS_PROFILE: flags.profiles.join(',') };
  return stepsFrom(workflow, flags.fromStep).map((step): ReadyStep => {
    const identity = step.identity ?? flags.identity;
    const folder = step.workingDirectory ?? workflow.workingDirectory;
    const words =
      step.type === 'atmos'
        ? withStack(
            commandWords(step.command, (name) => ports.environment.get(name), step.at),
            flags.stack ?? step.stack ?? workflow.stack,
          )
        : undefined;
    return {
      step,
      text: words === undefined ? step.command.trimEnd() : quoteCommand(['atmos-kit', ...words]),
      // Steps of the program itself run where the person is, as in Atmos.
      cwd:
        folder === undefined || words !== undefined ? ports.here.folder : resolve(project.basePath, folder),
      ...(identity !== undefined && { identity }),
      command: async () => words ?? step.command,
      environment: async () => ({
        ...profiles,
        ...(await stepEnvironment(ports, project, [workflow.env, step.env], known)),
      }),
    };
  });
}

function resumeCommand({ workflow: { name, file }, flags }: WorkflowRequest, step: Step): string {
  return quoteCommand(['atmos-kit', ...callOf(name, file, { ...flags, fromStep: step.name })]);
}

function callOf(name: string, file: string, flags: WorkflowFlags): readonly string[] {
  const { stack, identity, profiles, fromStep } = flags;
  return [
    ...['workflow', name, '-f', file.replace(/\.yaml$/, '')],
    ...(fromStep === undefined ? [] : ['--from-step', fromStep]),
    ...(stack === undefined ? [] : ['-s', stack]),
    ...(identity === undefined ? [] : [identity === '' ? '--identity' : `--identity=${identity}`]),
    ...profileWords(profiles),
  ];
}

const failed = ({ name }: Workflow, { step, ...ended }: StepFailure, resume: string): Problem =>
  new Problem({
    code: 'step-failed',
    message: `Step ${step.name} of the workflow ${name} ${endOf(ended)}.`,
    hint: `To go on from it: ${resume}`,
    at: step.at,
    exitCode: ended.exitCode,
  });
