import type { AuthSection, Identity } from '../src/domain/auth.ts';
import { type Chain, rootName } from '../src/domain/chain.ts';
import { Problem } from '../src/domain/problem.ts';
import { settleChoice } from '../src/flows/choose-identity.ts';
import { leadBrowser, openBrowser } from '../src/flows/lead-browser.ts';
import { openConfiguredProject, type ProjectAuth } from '../src/flows/load-auth.ts';
import { browserFolder, consoleVisit, portalShortcut } from '../src/flows/open-console.ts';
import { pickAlone } from '../src/flows/pick-alone.ts';
import { tellingReach } from '../src/flows/telling-reach.ts';
import { chainOf } from '../src/identity/chain.ts';
import { consoleDestination } from '../src/identity/console-address.ts';
import { consoleServices } from '../src/identity/console-services.ts';
import { type ConsoleSettings, consoleSettings } from '../src/identity/console-settings.ts';
import { durationSeconds } from '../src/identity/duration.ts';
import { usage } from './grammar/read-call.ts';
import { isOn, textFlag } from './grammar/verb.ts';
import { localTime, timeLeft } from './speak/time-left.ts';
import { projectFlags, type RunVerb, type VerbContext } from './verb-context.ts';

interface Asked extends VerbContext {
  readonly auth: AuthSection;
  readonly identity: Identity;
  readonly chain: Chain;
  readonly settings: ConsoleSettings;
  /** What --destination says; undefined where it was not given. */
  readonly destination: string | undefined;
}

/** `auth console`: the AWS console in a browser, as an identity. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  const seconds = secondsOf(context);
  const found = await openConfiguredProject(ports, projectFlags(call));
  const identity = await chosenIdentity(context, found);
  const chain = chainOf(found.auth, identity);
  const settings = consoleSettings(found.project.auth, rootName(chain));
  const destination = await chosenDestination(context, chain);
  const asked: Asked = { ...context, auth: found.auth, identity, chain, settings, destination };
  if (!printsOnly(context)) refuseWithoutBrowser(asked);
  if (isOn(call, 'portal')) await throughPortal(asked);
  else await signedIn(asked, seconds);
  return 0;
};

async function signedIn(asked: Asked, flagSeconds: number | undefined): Promise<void> {
  const { call, ports, print, chain, identity, destination, settings } = asked;
  const seconds = flagSeconds ?? settings.seconds;
  const issuer = textFlag(call, 'issuer');
  const visit = await tellingReach(asked.auth, chain, () =>
    consoleVisit(ports, ports.keyring(asked.auth.keyring), chain, {
      destination: destination ?? consoleDestination(undefined, chain.region),
      ...(seconds !== undefined && { seconds }),
      ...(issuer !== undefined && { issuer }),
    }),
  );
  // A configured duration holds for every identity of a provider, whatever AWS gives to some of them.
  if (flagSeconds !== undefined) for (const note of visit.notes) ports.terminal.say(note);
  const lasts = `until ${localTime(visit.endsAt)} (${timeLeft(visit.endsAt, ports.clock.now())})`;
  if (printsOnly(asked)) {
    print(`${visit.url}\n`);
    ports.terminal.say(
      `Whoever has this address can open the console as ${identity.name}, within the next 15 minutes; then it lasts ${lasts}.`,
    );
    return;
  }
  await leadBrowser(ports, visit.url, browserChoice(asked));
  ports.terminal.say(`The console of ${identity.name} is open in your browser ${lasts}.`);
}

async function throughPortal(asked: Asked): Promise<void> {
  const { ports, print, auth, chain, destination } = asked;
  const link = portalShortcut(ports.keyring(auth.keyring), chain, destination);
  if (printsOnly(asked)) return print(`${link}\n`);
  ports.terminal.say(`Opening your browser. If none opens, follow this address:\n\n  ${link}\n`);
  await openBrowser(ports, link, browserChoice(asked));
}

function browserChoice({ call, ports, settings, chain, identity }: Asked): { readonly folder?: string } {
  if (!isOn(call, 'isolated') && !settings.isolated) return {};
  const folder = browserFolder(ports, chain, identity.name);
  ports.writer.makeFolder(folder);
  return { folder };
}

const printsOnly = ({ call }: VerbContext) => isOn(call, 'print-only') || isOn(call, 'no-open');

// The address is a secret, so it is printed only where somebody asks for it: never into the log of a CI job.
function refuseWithoutBrowser({ call, ports, identity }: Asked): void {
  const missing = ports.browser.missing();
  if (missing === undefined) return;
  const portal = isOn(call, 'portal') ? ' --portal' : '';
  throw new Problem({
    code: 'browser-failed',
    message: `No browser is used here (${missing}).`,
    hint: `atmos-kit auth console --identity ${identity.name}${portal} --print-only prints the address for one elsewhere.`,
  });
}

function secondsOf({ call }: VerbContext): number | undefined {
  const text = textFlag(call, 'duration');
  if (text === undefined) return undefined;
  const seconds = durationSeconds(text);
  if (seconds === undefined) throw usage(call.verb, `--duration is a time such as 8h or 90m, not "${text}".`);
  return seconds;
}

async function chosenIdentity({ call, ports }: VerbContext, found: ProjectAuth): Promise<Identity> {
  const choice = pickAlone(found, ports.environment, textFlag(call, 'identity'));
  const { identity } = await settleChoice(ports, found.auth, choice);
  if (identity !== undefined) return identity;
  throw usage(call.verb, 'The console is opened as somebody; name an identity with --identity.');
}

async function chosenDestination({ call, ports }: VerbContext, chain: Chain): Promise<string | undefined> {
  const text = textFlag(call, 'destination');
  if (text === undefined) return undefined;
  if (text !== '') return consoleDestination(text, chain.region);
  if (!ports.terminal.interactive)
    throw usage(
      call.verb,
      `--destination needs a service without a terminal: ${consoleServices.join(', ')}.`,
    );
  const choices = consoleServices.map((value) => ({ value }));
  return consoleDestination(await ports.terminal.pick('Which service?', choices), chain.region);
}
