import { evaluated } from '../src/flows/evaluate-component.ts';
import { openProject } from '../src/flows/load-auth.ts';
import { accountsOf, isAccount, unknownAccount, type WhoRuns, whoRuns } from '../src/flows/who-runs.ts';
import { textFlag } from './grammar/verb.ts';
import { programRunner } from './program-runner.ts';
import { columns, json } from './speak/columns.ts';
import { profilesOf, projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

const checks: readonly (readonly string[])[] = [['doctor'], ['validate', 'stacks'], ['auth', 'validate']];

/** `preflight`: the checks of this program one after the other, and then who runs what with what rights. */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const asData = textFlag(call, 'format') === 'json';
  const runners = await runnersOf(context);
  const done = asData ? await asked(context) : await shown(context);
  // Ctrl-C, or whoever ended a check, meant all of it.
  const ended = done.find(({ exitCode }) => exitCode > 128);
  if (ended !== undefined) return ended.exitCode;
  print(asData ? json({ checks: done, runners: runners.map(dataOf) }) : `\n${tableOf(runners)}`);
  const failed = [
    ...done.filter(({ exitCode }) => exitCode !== 0).map(({ check }) => check),
    ...(runners.some(({ problem }) => problem !== undefined) ? ['who runs what'] : []),
  ];
  ports.terminal.say(failed.length === 0 ? '\nReady.' : `\nNot ready: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
};

interface Check {
  readonly check: string;
  readonly exitCode: number;
  readonly found?: unknown;
}

async function shown({ call, ports }: VerbContext): Promise<readonly Check[]> {
  const kit = programRunner(ports);
  const done: Check[] = [];
  for (const [index, check] of checks.entries()) {
    ports.terminal.say(`${index === 0 ? '' : '\n'}[${index + 1}/${checks.length + 1}] ${check.join(' ')}`);
    const exitCode = await kit.run(...check, ...profilesOf(call));
    done.push({ check: check.join(' '), exitCode });
    if (exitCode > 128) return done;
  }
  ports.terminal.say(`\n[${checks.length + 1}/${checks.length + 1}] who runs what`);
  return done;
}

async function asked({ call, ports }: VerbContext): Promise<readonly Check[]> {
  const kit = programRunner(ports);
  const done: Check[] = [];
  for (const check of checks) {
    const { exitCode, stdout } = await kit.ask(...check, '--format', 'json', ...profilesOf(call));
    // What was ended in the midst of its answer has none, and what could not even begin neither.
    const found: unknown = exitCode > 128 || stdout === '' ? undefined : JSON.parse(stdout);
    done.push({ check: check.join(' '), exitCode, ...(found !== undefined && { found }) });
    if (exitCode > 128) return done;
  }
  return done;
}

async function runnersOf({ call, ports }: VerbContext): Promise<readonly WhoRuns[]> {
  const { project } = await openProject(ports, projectFlags(call));
  const { runners } = await evaluated(ports, (world) => whoRuns(world, project, undefined));
  const [account] = call.words;
  const accounts = accountsOf(runners);
  if (account !== undefined && !accounts.some((one) => isAccount(one, account)))
    throw unknownAccount(account, accounts);
  // Who cannot be told may be of that account too.
  return runners.filter(
    (one) => account === undefined || isAccount(one.account, account) || one.problem !== undefined,
  );
}

function tableOf(runners: readonly WhoRuns[]): string {
  const rows = runners.map(({ component, stack, identity = '–', role, account, problem }) => [
    component,
    stack,
    identity,
    problem?.message ?? role ?? 'without an identity',
    account?.id ?? '',
  ]);
  return columns([['COMPONENT', 'STACK', 'IDENTITY', 'ROLE', 'ACCOUNT'], ...rows]);
}

const dataOf = ({ problem, ...known }: WhoRuns): object => ({
  ...known,
  ...(problem !== undefined && { problem: { code: problem.code, message: problem.message } }),
});
