import { Problem } from '../src/domain/problem.ts';
import { profileWords } from '../src/domain/profile-words.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { openProject } from '../src/flows/load-auth.ts';
import { listStacks } from '../src/stacks/list-stacks.ts';
import { splitTerraformArguments, type TerraformArguments } from '../src/terraform/arguments.ts';
import { programRunner } from './program-runner.ts';
import { choosesByFlags } from './terraform-many.ts';
import type { RunVerb, VerbContext } from './verb-context.ts';

/**
 * `plan` and `apply`: asks for what is missing, signs in where that is needed, then runs `terraform …` of this
 * program. The exit code is Terraform's.
 */
export function shortForm(subcommand: 'plan' | 'apply'): RunVerb {
  return async (context) => {
    const typed = splitTerraformArguments([subcommand, ...context.call.rest]);
    if (choosesByFlags(typed))
      return programRunner(context.ports).run('terraform', subcommand, ...context.call.rest);
    const stack = typed.stack ?? (await pickStack(context, typed));
    const component = typed.component ?? (await pickComponent(context, typed, stack));
    const kit = programRunner(context.ports);
    const profile = profileWords(typed.profiles);
    if (!typed.dryRun && context.ports.terminal.interactive)
      await signInWhereNeeded(kit, typed, component, stack, profile);
    return kit.run('terraform', ...withTarget(subcommand, context.call.rest, typed, component, stack));
  };
}

/** What was typed, with the component and the stack that were picked put in front. */
function withTarget(
  subcommand: string,
  rest: readonly string[],
  typed: TerraformArguments,
  component: string,
  stack: string,
): string[] {
  return [
    subcommand,
    ...(typed.component === undefined ? [component] : []),
    ...(typed.stack === undefined ? ['-s', stack] : []),
    ...rest,
  ];
}

async function signInWhereNeeded(
  kit: ReturnType<typeof programRunner>,
  typed: TerraformArguments,
  component: string,
  stack: string,
  profile: readonly string[],
): Promise<void> {
  if (typed.identity !== undefined && /^(false|off|no|0)$/i.test(typed.identity)) return;
  let name = typed.identity;
  if (name === undefined && !typed.askIdentity) {
    const report = await kit.ask('identity', component, '-s', stack, '--format', 'json', ...profile);
    // Whatever is wrong is told by the run itself.
    if (report.exitCode !== 0) return;
    name = (JSON.parse(report.stdout) as { identity?: string }).identity;
  }
  if (name === undefined) return;
  const who = await kit.ask('auth', 'whoami', '--identity', name, ...profile);
  if (who.exitCode === 2) await kit.run('auth', 'login', '--identity', name, ...profile);
}

async function pickStack({ ports }: VerbContext, typed: TerraformArguments): Promise<string> {
  const { stacks } = await readStacks(ports, typed);
  const fitting = stacks.filter(
    ({ components }) =>
      typed.component === undefined || components.some(({ name }) => name === typed.component),
  );
  return pick(
    ports,
    'In which stack?',
    'a stack with -s',
    fitting.map(({ name }) => ({ value: name })),
  );
}

async function pickComponent(
  { ports }: VerbContext,
  typed: TerraformArguments,
  stack: string,
): Promise<string> {
  const { stacks } = await readStacks(ports, typed);
  const components = stacks.filter(({ name }) => name === stack).flatMap((one) => one.components);
  const real = components.filter(({ abstract, enabled }) => !abstract && enabled);
  return pick(
    ports,
    `Which component of ${stack}?`,
    'a component',
    real.map(({ name, folder }) => ({ value: name, hint: folder })),
  );
}

async function readStacks(ports: VerbContext['ports'], typed: TerraformArguments) {
  const flags = typed.profiles.length === 0 ? {} : { profiles: typed.profiles };
  const { project } = await openProject(ports, flags);
  return evaluated(ports, (world) => listStacks(world, project));
}

async function pick(
  { terminal }: VerbContext['ports'],
  question: string,
  what: string,
  choices: readonly { readonly value: string; readonly hint?: string }[],
): Promise<string> {
  if (terminal.interactive && choices.length > 0) return terminal.pick(question, choices);
  const names = choices.map(({ value }) => value);
  throw new Problem({
    code: 'usage',
    message: `${what.replace(/^a/, 'A')} is missing, and nobody can be asked without a terminal.`,
    hint: names.length === 0 ? `Name ${what}.` : `Name ${what}: ${names.join(', ')}.`,
  });
}
