import { resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { Project } from '../domain/project.ts';
import { quoteCommand, quoteForShell } from '../domain/shell-word.ts';
import type { Ports } from '../ports.ts';
import { describeComponent } from '../stacks/describe-component.ts';
import { render } from '../stacks/render.ts';
import { stackContext } from '../stacks/stack-context.ts';
import { templateData } from '../stacks/template-data.ts';
import { commandWords, withStack } from '../workflows/command-words.ts';
import { type CustomCommand, type CustomVariable, stepsOf } from '../workflows/custom-commands.ts';
import type { Step } from '../workflows/step.ts';
import { evaluated } from './evaluate-component.ts';
import { enterRun } from './nested-runs.ts';
import { findShell, ownProgram, type ReadyStep, runSteps } from './run-steps.ts';
import { stepEnvironment } from './step-environment.ts';
import { StepIdentities } from './step-identities.ts';
import { endOf } from './step-view.ts';

/** What a person typed for a custom command. */
export interface CustomCall {
  readonly project: Project;
  readonly command: CustomCommand;
  /** As it was typed. */
  readonly words: readonly string[];
  readonly arguments: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, string | boolean>>;
  /** After `--`. */
  readonly trailing: readonly string[];
  /** `--identity`, the empty text for the flag without a value. */
  readonly identity?: string;
  readonly profiles?: readonly string[];
}

/** What templates of a custom command see. */
type Data = Parameters<typeof render>[1]['data'];

/**
 * Runs the steps of a custom command, templates filled in as each one's turn comes. Throws Problem `step-failed` with
 * the exit code of the step that failed, and the Problems of templates, the component and identities.
 */
export async function runCustomCommand(ports: Ports, call: CustomCall): Promise<void> {
  const { command, project } = call;
  const steps = stepsOf(command);
  const within = enterRun(ports, project.configFolder ?? '', quoteCommand(call.words));
  const data = await dataOf(ports, call);
  const variables = {
    ...(call.profiles && { ATMOS_PROFILE: call.profiles.join(',') }),
    ...(await variablesOf(ports, call, data)),
  };
  const failure = await runSteps(ports, {
    steps: steps.map((step) => readyStep(ports, call, step, data, variables)),
    identities: new StepIdentities(ports, project),
    told: command.verbose,
    within,
  });
  if (failure === undefined) return;
  if (failure.problem !== undefined) throw failure.problem;
  const { step, ...ended } = failure;
  throw new Problem({
    code: 'step-failed',
    message: `${step.name} of ${command.path.join(' ')} ${endOf(ended)}.`,
    at: step.at,
    exitCode: ended.exitCode,
  });
}

function readyStep(
  ports: Ports,
  { project, command, identity: asked }: CustomCall,
  step: Step,
  data: Data,
  variables: Readonly<Record<string, string>>,
): ReadyStep {
  // --identity outranks the command's own, and a step's own is more specific than both.
  const identity = step.identity ?? asked ?? command.identity;
  const folder = step.workingDirectory ?? command.workingDirectory;
  return {
    step,
    text: step.command.trimEnd(),
    cwd: folder === undefined ? ports.here.folder : resolve(project.basePath, folder),
    ...(identity !== undefined && { identity }),
    async command() {
      const text = await filled(ports, project, step.command, data, step);
      if (step.type === 'shell') return text;
      const stack = step.stack && (await filled(ports, project, step.stack, data, step));
      return withStack(
        commandWords(text, (name) => variables[name] ?? ports.environment.get(name), step.at),
        stack,
      );
    },
    environment: async () => ({
      ...variables,
      ...(step.env && (await stepEnvironment(ports, project, [step.env], new Map()))),
    }),
  };
}

async function dataOf(ports: Ports, call: CustomCall): Promise<Data> {
  const { project, command } = call;
  const data = {
    Arguments: call.arguments,
    Flags: call.flags,
    TrailingArgs: call.trailing.map(quoteForShell).join(' '),
  };
  const wanted = command.component;
  if (wanted === undefined) return data;
  const component = await filled(ports, project, wanted.component, data, wanted);
  const stack = await filled(ports, project, wanted.stack, data, wanted);
  const { sections, warnings } = await evaluated(ports, (world) =>
    describeComponent(world, project, { component, stack }),
  );
  for (const warning of warnings) ports.terminal.say(warning.message);
  return { ...data, ComponentConfig: templateData(sections) };
}

async function filled(
  ports: Ports,
  project: Project,
  source: string,
  data: Data,
  { at }: Pick<Step, 'at'>,
): Promise<string> {
  return evaluated(ports, (world) =>
    render(stackContext(world, project), { source, data, at, missing: 'error' }),
  );
}

/** Each variable in turn; a command sees those before it. */
async function variablesOf(
  ports: Ports,
  { project, command }: CustomCall,
  data: Data,
): Promise<Record<string, string>> {
  const variables = { ...ownProgram(ports), ...(await stepEnvironment(ports, project, [], new Map())) };
  for (const variable of command.variables) {
    const { key, value = '', valueCommand, at } = variable;
    const text = await filled(ports, project, valueCommand ?? value, data, { at });
    variables[key] = valueCommand === undefined ? text : await outputOf(ports, variable, text, variables);
  }
  return variables;
}

async function outputOf(
  ports: Ports,
  { key, at }: CustomVariable,
  text: string,
  change: Readonly<Record<string, string>>,
): Promise<string> {
  const command = { file: findShell(ports), args: ['-c', text], cwd: ports.here.folder, change };
  const { exitCode, stdout } = await ports.children.run(command, { quiet: true });
  if (exitCode === 0) return stdout.replace(/[\r\n]+$/, '');
  throw new Problem({
    code: 'function-failed',
    message: `The command that makes ${key} failed with exit code ${exitCode}.`,
    hint: 'Run its valueCommand by hand to see what it says.',
    at,
    exitCode,
  });
}
