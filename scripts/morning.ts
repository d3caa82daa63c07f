import { stripVTControlCharacters } from 'node:util';
import { isProblem } from '../src/domain/problem.ts';
import type { Project } from '../src/domain/project.ts';
import { affectedComponents } from '../src/flows/affected.ts';
import { evaluated } from '../src/flows/evaluate-component.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { runsAmong, type SelectedRun } from '../src/flows/select-runs.ts';
import { withoutChanges } from '../src/flows/without-changes.ts';
import { keyOf, nameOf, orderRuns } from '../src/terraform/order-runs.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { programRunner, type Said } from './program-runner.ts';
import { columns, json } from './speak/columns.ts';
import { touchedSince } from './touched-files.ts';
import { profilesOf, projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/** `morning`: sign in, who am I and for how long, and what differs of what you touched lately. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const since = sinceOf(context);
  const asData = textFlag(call, 'format') === 'json';
  const dryRun = isOn(call, 'dry-run');
  const { project } = await openConfiguredProject(ports, projectFlags(call));
  const signedIn = dryRun ? 0 : await signIn(context, asData);
  if (signedIn !== 0) return signedIn;
  const runs = await touched(context, project, since);
  if (dryRun) {
    print(runs.map((run) => `${nameOf(run)}\n`).join(''));
    return 0;
  }
  const { signal, dispose } = ports.interrupts.listen();
  const found = await planEach(context, runs, signal).finally(dispose);
  print(asData ? json(found) : found.length === 0 ? '' : `\n${tableOf(found)}`);
  signal.throwIfAborted();
  ports.terminal.say(`\n${summary(found)}`);
  return found.find(({ state }) => state === 'failed')?.exitCode ?? 0;
};

const units: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function sinceOf({ call, ports }: VerbContext): Date {
  const text = textFlag(call, 'since') ?? '1d';
  const [, amount = '', unit = ''] = /^(\d{1,3})([hdw])$/.exec(text) ?? [];
  if (amount === '') throw usage(call.verb, `--since ${text} is not a time; write it like 12h, 3d or 1w.`);
  return new Date(ports.clock.now().getTime() - Number(amount) * (units[unit] ?? 0));
}

async function signIn({ call, ports }: VerbContext, quiet: boolean): Promise<number> {
  const kit = programRunner(ports);
  const profile = profilesOf(call);
  const who = await kit.ask('auth', 'whoami', ...profile);
  if (who.exitCode > 128) return who.exitCode;
  if (who.exitCode === 2) {
    const device = isOn(call, 'device') ? ['--device'] : [];
    const exitCode = await kit.run('auth', 'login', ...device, ...profile);
    if (exitCode !== 0) return exitCode;
  }
  if (quiet) return 0;
  const exitCode = await kit.run('auth', 'whoami', ...profile);
  return exitCode === 0 ? kit.run('time-left', ...profile) : exitCode;
}

/** The components that the person's own changes make other ones, in the order of their dependencies. */
async function touched(
  { ports }: VerbContext,
  project: Project,
  since: Date,
): Promise<readonly SelectedRun[]> {
  const line = ports.terminal.progress('Asking git what you have touched');
  try {
    const { root, before, paths } = await touchedSince(ports, project.basePath, since);
    if (paths.length === 0) return [];
    // Compared with the same files without the person's changes: what others changed meanwhile is theirs to look at.
    const files = withoutChanges(ports.files, ports.git.files(root, before), paths);
    const { affected } = await affectedComponents(ports, project, {
      base: { files, changed: paths },
      includeDependents: false,
      includeSettings: false,
      processTemplates: true,
    });
    const entries = affected as readonly { readonly component: string; readonly stack: string }[];
    const only = new Set(entries.map(keyOf));
    return orderRuns(await evaluated(ports, (world) => runsAmong(world, project, only)));
  } catch (error) {
    if (!isProblem(error) || !['git-failed', 'usage'].includes(error.code)) throw error;
    ports.terminal.say(`Nobody can tell what you have touched: ${error.message}`);
    return [];
  } finally {
    line.end();
  }
}

interface Looked {
  readonly component: string;
  readonly stack: string;
  readonly state: 'in place' | 'differs' | 'failed';
  /** What Terraform would do, or what went wrong. */
  readonly what: string;
  readonly exitCode: number;
}

async function planEach(
  { call, ports }: VerbContext,
  runs: readonly SelectedRun[],
  signal: AbortSignal,
): Promise<readonly Looked[]> {
  const kit = programRunner(ports);
  const profile = profilesOf(call);
  const found: Looked[] = [];
  for (const [index, run] of runs.entries()) {
    const { component, stack } = run;
    const line = ports.terminal.progress(`Planning ${index + 1} of ${runs.length}: ${nameOf(run)}`);
    const said = await kit
      .ask(
        ...['terraform', 'plan', component, '-s', stack, ...profile],
        ...['--', '-detailed-exitcode', '-input=false', '-no-color', '-out=/dev/null'],
      )
      .finally(() => line.end());
    // Ctrl-C, or whoever ended it, meant all of it.
    if (signal.aborted) break;
    found.push({ component, stack, ...outcomeOf(said), exitCode: said.exitCode });
  }
  return found;
}

function outcomeOf({ exitCode, stdout, stderr }: Said): Pick<Looked, 'state' | 'what'> {
  if (exitCode === 0) return { state: 'in place', what: '' };
  const told = /Plan: (.*)\./.exec(stdout)?.[1];
  if (exitCode === 2 && /^(Plan:|Changes to Outputs:)|Terraform will perform/m.test(stdout))
    return { state: 'differs', what: told ?? 'only outputs' };
  const lines = stripVTControlCharacters(stderr).split('\n');
  const wrong = lines.find((line) => /^(atmos-kit:|[│ ]*Error:)/.test(line)) ?? '';
  return { state: 'failed', what: wrong.replace(/^[│ ]*(atmos-kit:|Error:) */, '') };
}

const tableOf = (found: readonly Looked[]): string =>
  columns([
    ['COMPONENT', 'STACK', 'STATE', ''],
    ...found.map(({ component, stack, state, what }) => [component, stack, state, what]),
  ]);

function summary(found: readonly Looked[]): string {
  const of = (state: Looked['state']) => found.filter((one) => one.state === state);
  const differ = of('differs');
  const [first] = differ;
  if (found.length === 0) return 'Of what you touched lately nothing is run by Terraform.';
  const failed = of('failed').length;
  const count = found.length === 1 ? 'One component' : `${found.length} components`;
  return [
    `${count} looked at: ${differ.length} ${differ.length === 1 ? 'differs' : 'differ'} from what is there${failed === 0 ? '' : `, ${failed} failed`}.`,
    ...(first === undefined ? [] : [`  atmos-kit plan ${first.component} -s ${first.stack}`]),
  ].join('\n');
}
