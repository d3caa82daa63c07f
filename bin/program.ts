import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { isBuiltIn } from '../scripts/grammar/custom-verb.ts';
import { helpOf, overview } from '../scripts/grammar/help.ts';
import { readCall } from '../scripts/grammar/read-call.ts';
import type { Verb } from '../scripts/grammar/verb.ts';
import { verbs } from '../scripts/grammar/verbs.ts';
import type { RunVerb } from '../scripts/verb-context.ts';
import { compose } from '../src/compose.ts';
import { isProblem, Problem } from '../src/domain/problem.ts';
import type { Ports } from '../src/ports.ts';
import { explained } from './explained.ts';
import { tellBug, tellProblem } from './tell.ts';
import { build } from './version.ts';
import { writeOut } from './write-out.ts';

const loaders: Readonly<Record<string, () => Promise<{ readonly run: RunVerb }>>> = {
  login: () => import('../scripts/login.ts'),
  plan: () => import('../scripts/plan.ts'),
  apply: () => import('../scripts/apply.ts'),
  'plan-account': () => import('../scripts/plan-account.ts'),
  'apply-account': () => import('../scripts/apply-account.ts'),
  morning: () => import('../scripts/morning.ts'),
  'break-glass': () => import('../scripts/break-glass.ts'),
  clean: () => import('../scripts/clean.ts'),
  preflight: () => import('../scripts/preflight.ts'),
  identity: () => import('../scripts/identity.ts'),
  terraform: () => import('../scripts/terraform.ts'),
  'terraform clean': () => import('../scripts/terraform-clean.ts'),
  'terraform generate backend': () => import('../scripts/terraform-generate-backend.ts'),
  'terraform generate backends': () => import('../scripts/terraform-generate-backends.ts'),
  'terraform generate planfile': () => import('../scripts/terraform-generate-planfile.ts'),
  'terraform generate varfile': () => import('../scripts/terraform-generate-varfile.ts'),
  'terraform generate varfiles': () => import('../scripts/terraform-generate-varfiles.ts'),
  'terraform shell': () => import('../scripts/terraform-shell.ts'),
  'auth login': () => import('../scripts/auth-login.ts'),
  'auth whoami': () => import('../scripts/auth-whoami.ts'),
  'auth list': () => import('../scripts/auth-list.ts'),
  'auth validate': () => import('../scripts/auth-validate.ts'),
  'auth discover': () => import('../scripts/auth-discover.ts'),
  'auth logout': () => import('../scripts/auth-logout.ts'),
  'auth exec': () => import('../scripts/auth-exec.ts'),
  'auth shell': () => import('../scripts/auth-shell.ts'),
  'auth env': () => import('../scripts/auth-env.ts'),
  'auth console': () => import('../scripts/auth-console.ts'),
  'auth user configure': () => import('../scripts/auth-user-configure.ts'),
  'auth time-left': () => import('../scripts/auth-time-left.ts'),
  'auth serve': () => import('../scripts/auth-serve.ts'),
  'time-left': () => import('../scripts/time-left.ts'),
  'auth setup-aws-config': () => import('../scripts/auth-setup-aws-config.ts'),
  'auth process': () => import('../scripts/auth-process.ts'),
  'geodesic up': () => import('../scripts/geodesic-up.ts'),
  'geodesic run': () => import('../scripts/geodesic-run.ts'),
  'geodesic status': () => import('../scripts/geodesic-status.ts'),
  'geodesic doctor': () => import('../scripts/geodesic-doctor.ts'),
  'aws eks update-kubeconfig': () => import('../scripts/aws-eks-update-kubeconfig.ts'),
  'aws ecr login': () => import('../scripts/aws-ecr-login.ts'),
  'set-cluster': () => import('../scripts/set-cluster.ts'),
  'aws eks token': () => import('../scripts/aws-eks-token.ts'),
  doctor: () => import('../scripts/doctor.ts'),
  'describe component': () => import('../scripts/describe-component.ts'),
  'describe stacks': () => import('../scripts/describe-stacks.ts'),
  'describe config': () => import('../scripts/describe-config.ts'),
  'describe workflows': () => import('../scripts/describe-workflows.ts'),
  'describe dependents': () => import('../scripts/describe-dependents.ts'),
  'describe affected': () => import('../scripts/describe-affected.ts'),
  'list stacks': () => import('../scripts/list-stacks.ts'),
  'list components': () => import('../scripts/list-components.ts'),
  'list instances': () => import('../scripts/list-instances.ts'),
  'list workflows': () => import('../scripts/list-workflows.ts'),
  'list profiles': () => import('../scripts/list-profiles.ts'),
  'list vars': () => import('../scripts/list-vars.ts'),
  'profile use': () => import('../scripts/profile-use.ts'),
  'profile unset': () => import('../scripts/profile-unset.ts'),
  'profile show': () => import('../scripts/profile-show.ts'),
  'profile list': () => import('../scripts/profile-list.ts'),
  'shell install': () => import('../scripts/shell-install.ts'),
  'shell uninstall': () => import('../scripts/shell-uninstall.ts'),
  'shell status': () => import('../scripts/shell-status.ts'),
  'validate stacks': () => import('../scripts/validate-stacks.ts'),
  'validate component': () => import('../scripts/validate-component.ts'),
  workflow: () => import('../scripts/workflow.ts'),
  use: () => import('../scripts/use.ts'),
  'shell init': () => import('../scripts/shell-init.ts'),
  completion: () => import('../scripts/completion.ts'),
  complete: () => import('../scripts/complete.ts'),
  explain: () => import('../scripts/explain.ts'),
  'emulator start': () => import('../scripts/emulator-start.ts'),
  'emulator stop': () => import('../scripts/emulator-stop.ts'),
  'emulator status': () => import('../scripts/emulator-status.ts'),
  'emulator logs': () => import('../scripts/emulator-logs.ts'),
  'emulator reset': () => import('../scripts/emulator-reset.ts'),
};

/** Runs one command line. What it throws is told here and nowhere else. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    process.exitCode = await perform(argv);
  } catch (error) {
    tell(error);
  }
}

/** Says what is wrong on stderr, and with the exit code. */
export function tell(error: unknown): void {
  if (isProblem(error)) {
    tellProblem(error, folderOrNone(), explained);
    process.exitCode = error.exitCode;
  } else tellBug(error);
}

async function perform(argv: readonly string[]): Promise<number> {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    const { customOverview } = await import('../scripts/custom-command.ts');
    return showOverview([...verbs, ...customOverview(portsOfProcess())], first !== undefined);
  }
  const group =
    (argv.length === 1 || argv[1] === '--help' || argv[1] === '-h') &&
    !verbs.some(({ path }) => path.length === 1 && path[0] === first)
      ? verbs.filter(({ path }) => path.length > 1 && path[0] === first)
      : [];
  if (group.length > 0) {
    const { customVerbs } = await import('../scripts/custom-command.ts');
    const added = customVerbs(portsOfProcess()).filter(({ path }) => path[0] === first);
    return showOverview([...group, ...added], argv.length > 1);
  }
  if (!isBuiltIn(verbs, argv)) {
    const { runCustom } = await import('../scripts/custom-command.ts');
    process.stderr.on('error', goOnUnheard);
    const exitCode = await runCustom({ ports: portsOfProcess(), print: writeOut }, argv);
    if (exitCode !== undefined) return exitCode;
  }
  const call = readCall(verbs, argv);
  if (call.help) {
    writeOut(helpOf(call.verb));
    return 0;
  }
  const load = loaders[call.verb.path.join(' ')];
  if (load === undefined) throw new Error(`the verb ${call.verb.path.join(' ')} is declared but has no file`);
  const { run } = await load();
  process.stderr.on('error', goOnUnheard);
  return (await run({ call, ports: portsOfProcess(), print: writeOut })) ?? 0;
}

function portsOfProcess(): Ports {
  return compose({
    variables: { ...process.env },
    folder: workingFolder(),
    stdin: process.stdin,
    stderr: process.stderr,
    uid: process.getuid?.() ?? 0,
    program: [process.execPath, join(import.meta.dirname, 'atmos-kit.cjs')],
    build,
  });
}

// Asked for it is what stdout is for; else it tells a person what was left out.
function showOverview(some: readonly Verb[], askedFor: boolean): number {
  if (askedFor) writeOut(overview(some));
  else writeSync(2, overview(some));
  return askedFor ? 0 : 1;
}

// Whoever read what we say has gone away. What is under way, such as a terraform that holds a lock, is not ended for it.
function goOnUnheard(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function folderOrNone(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new Problem({
      code: 'file-unreadable',
      message: 'The folder you are in no longer exists.',
      hint: 'cd to another folder.',
      cause,
    });
  }
}
