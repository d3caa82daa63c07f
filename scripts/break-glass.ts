import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { breakGlassSettings } from '../src/config/break-glass.ts';
import type { AuthSection, Identity } from '../src/domain/auth.ts';
import { Problem } from '../src/domain/problem.ts';
import { listed } from '../src/domain/suggestion.ts';
import { type AuditEntry, writeDown, writtenDown } from '../src/flows/audit.ts';
import { openConfiguredProject } from '../src/flows/load-auth.ts';
import { durationSeconds } from '../src/identity/duration.ts';
import { findIdentity } from '../src/identity/find-identity.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { limitedShell } from './limited-shell.ts';
import { programRunner } from './program-runner.ts';
import { rowsOf } from './speak/rows.ts';
import { localTime } from './speak/time-left.ts';
import { profilesOf, projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

/**
 * `break-glass`: a shell with all rights in one account, for an emergency. Why is asked for; who, why and how long is written
 * down; and it ends by itself.
 */
export const run: RunVerb = async (context) => {
  const { call, ports, print } = context;
  const { project, auth } = await openConfiguredProject(ports, projectFlags(call));
  const settings = breakGlassSettings(project, ports.environment.get('HOME'));
  const file = settings.auditFile ?? ports.here.audit;
  const limit = limitOf(context, settings.limit);
  if (isOn(call, 'log')) {
    print(logText(context, file));
    return 0;
  }
  const identity = await chosenIdentity(context, auth, settings.permissionSet);
  const reason = await reasonOf(context);
  const who = await whoAmI(context, identity);
  const seconds = Math.min(limit, who.seconds_left ?? limit);
  const id = randomBytes(8).toString('hex');
  const began = ports.clock.now();
  const until = new Date(began.getTime() + seconds * 1000);
  const opened: AuditEntry = {
    at: began.toISOString(),
    event: 'opened',
    id,
    by: who.principal ?? '',
    system_user: systemUser(),
    host: hostname(),
    identity: identity.name,
    role: who.role ?? '',
    account: who.account ?? '',
    reason,
    limit_seconds: seconds,
  };
  // Nobody gets in of whom nothing is written down.
  writeDown(ports, file, opened);
  ports.terminal.say(
    `This shell has the rights of ${identity.name} until ${localTime(until)}, then it ends by itself. It is written down in ${file}.`,
  );
  const words = ['--identity', identity.name, '--mark', 'BREAK GLASS', ...shellOf(call), ...profilesOf(call)];
  const { exitCode, because } = await limitedShell(ports, words, until);
  const ended = ports.clock.now();
  const lasted = Math.round((ended.getTime() - began.getTime()) / 1000);
  const closed = {
    at: ended.toISOString(),
    event: 'closed',
    id,
    seconds: lasted,
    exit_code: exitCode,
    because,
  };
  writeDown(ports, file, closed);
  ports.terminal.say(`It is written down that the shell as ${identity.name} was open for ${lasted} s.`);
  return because === 'limit' ? 0 : exitCode;
};

function limitOf({ call }: VerbContext, configured: string): number {
  const [asked, longest] = [textFlag(call, 'for'), durationSeconds(configured)];
  if (longest === undefined || longest === 0)
    throw new Problem({
      code: 'config-invalid',
      message: `kit.break_glass.limit must be a duration, not "${configured}".`,
      hint: 'Write it like 1h or 30m.',
    });
  if (asked === undefined) return longest;
  const seconds = durationSeconds(asked);
  if (seconds === undefined || seconds === 0)
    throw usage(call.verb, `--for ${asked} is not a duration; write it like 20m.`);
  if (seconds > longest)
    throw usage(
      call.verb,
      `--for ${asked} is longer than ${configured}, which kit.break_glass.limit allows.`,
    );
  return seconds;
}

/** The identity that was named; else that of the account, else one that is chosen, among those of the permission set. */
async function chosenIdentity(
  { call, ports: { terminal } }: VerbContext,
  auth: AuthSection,
  permissionSet: string,
): Promise<Identity> {
  const named = textFlag(call, 'identity');
  if (named !== undefined && named !== '') return findIdentity(auth, named);
  const all = [...auth.identities.values()].filter(
    ({ principal }) => principal.permissionSet?.toLowerCase() === permissionSet.toLowerCase(),
  );
  const [account] = call.words;
  const fitting = all.filter((one) => account === undefined || isOf(one, account));
  const [only] = fitting;
  if (only !== undefined && account !== undefined && fitting.length === 1) return only;
  const names = all.map(({ name }) => name);
  if (only === undefined)
    throw new Problem({
      code: 'identity-not-found',
      message:
        account === undefined
          ? `No identity here is one of ${permissionSet}.`
          : `No identity of ${permissionSet} is one of the account ${account}.`,
      hint: names.length === 0 ? 'Choose a profile that has one.' : `There are ${listed(names, 40)}.`,
    });
  if (!terminal.interactive) throw withoutTerminal(names);
  const name = await terminal.pick(
    'In which account?',
    fitting.map((one) => ({
      value: one.name,
      hint: one.principal.accountId ?? one.principal.accountName ?? '',
    })),
  );
  return findIdentity(auth, name);
}

function isOf({ name, principal }: Identity, account: string): boolean {
  const known = [name.slice(0, name.lastIndexOf('/')), principal.accountId, principal.accountName];
  return known.some((one) => one?.toLowerCase() === account.toLowerCase());
}

async function reasonOf({ call, ports: { terminal } }: VerbContext): Promise<string> {
  const check = (text: string) =>
    text.trim().length < 8 ? 'Whoever reads this later needs a few words.' : undefined;
  const given = textFlag(call, 'reason');
  const wrong = given === undefined ? undefined : check(given);
  if (wrong !== undefined) throw usage(call.verb, `--reason ${given} says too little. ${wrong}`);
  // A shell for a person needs one.
  if (!terminal.interactive) throw withoutTerminal([]);
  return given ?? terminal.ask('Why? This is written down.', { check });
}

const withoutTerminal = (names: readonly string[]): Problem =>
  new Problem({
    code: 'usage',
    message: 'break-glass opens a shell, and there is no terminal for it.',
    hint:
      names.length === 0 ? 'Run it in a terminal.' : `Run it in a terminal; there are ${listed(names, 40)}.`,
  });

interface Who {
  readonly principal?: string;
  readonly role?: string;
  readonly account?: string;
  readonly seconds_left?: number;
}

/** Makes the keys, signing in where that is needed, and says whose they are. Throws Problem `login-failed`. */
async function whoAmI({ call, ports }: VerbContext, { name }: Identity): Promise<Who> {
  const kit = programRunner(ports);
  const ask = () => kit.ask('auth', 'whoami', '--identity', name, '--format', 'json', ...profilesOf(call));
  let said = await ask();
  if (said.exitCode === 2 && (await kit.run('auth', 'login', '--identity', name, ...profilesOf(call))) === 0)
    said = await ask();
  if (said.exitCode === 0) return JSON.parse(said.stdout) as Who;
  const told = said.stderr.trim().replace(/^atmos-kit: /, '');
  throw new Problem({
    code: 'credentials-unavailable',
    message: `Nothing was opened: ${told.split('\n')[0] || `${name} has no keys.`}`,
    hint: `atmos-kit auth whoami --identity ${name} says more.`,
    exitCode: said.exitCode,
  });
}

function shellOf(call: VerbContext['call']): readonly string[] {
  const shell = textFlag(call, 'shell');
  return shell === undefined ? [] : ['--shell', shell];
}

/** In a container there may be no such person. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}

/** One row for each shell; one that has no end written down was killed, or is open. */
function logText({ call, ports }: VerbContext, file: string): string {
  const entries = writtenDown(ports, file);
  const ends = new Map(
    entries.filter(({ event }) => event === 'closed').map((entry) => [entry['id'], entry]),
  );
  const rows = entries
    .filter(({ event }) => event === 'opened')
    .map(({ at, id, by, identity, reason }) => {
      const end = ends.get(id);
      const lasted = end === undefined ? '' : `${end['seconds']} s`;
      return [at, by, identity, lasted, end?.['because'] ?? '', reason].map((cell) => String(cell ?? ''));
    });
  return rowsOf(call, ['Opened', 'By', 'Identity', 'Open', 'Ended', 'Reason'], rows);
}
