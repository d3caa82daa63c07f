import { dirname, join } from 'node:path';
import PQueue from 'p-queue';
import type { SignInTarget } from '../domain/chain.ts';
import { jsonIn } from '../domain/json-text.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { SignIn } from '../domain/session.ts';
import { signInKey } from '../identity/session-key.ts';
import type { Keyring, Portal, Ports, ProgressLine } from '../ports.ts';
import { offeringSignIn } from './offer-sign-in.ts';
import type { ChainSignInNeeds } from './sign-in-for-chain.ts';
import { withSignIn } from './with-sign-in.ts';

/** What a portal offers to the person who is signed in, and when it was asked. */
export interface Discovery {
  readonly provider: string;
  readonly startUrl: string;
  readonly discoveredAt: Date;
  /** By name. */
  readonly accounts: readonly DiscoveredAccount[];
  /** Accounts whose roles could not be had. */
  readonly failed: readonly Problem[];
  /** Whether it was asked before, and only remembered now. */
  readonly remembered: boolean;
}

export interface DiscoveredAccount {
  readonly id: string;
  readonly name: string;
  /** Permission sets, by name. */
  readonly roles: readonly string[];
}

export type DiscoverNeeds = ChainSignInNeeds & Pick<Ports, 'files' | 'writer'>;

/** AWS lets a portal be asked twenty times a second; more at a time only means to be refused. Source: AWS's quotas. */
const mostAtOnce = 8;
/** The client itself has tried eight times by then; after so many rounds of that it is not for the number of calls. */
const mostRounds = 5;
/** What is older is asked anew. Our own decision: rights are given and taken day by day. */
const lastsMs = 24 * 3_600_000;
const patienceMs = 1000;

/**
 * The accounts of a portal and the permission sets in each: what was remembered of it in the last day, else what it
 * says now, which is remembered. Where nobody is signed in, a person in front of a terminal is asked whether to.
 * Throws Problem `login-required`, `endpoint-unreachable`, `service-error`, `throttled`; an account that fails for
 * itself stands in `failed`.
 */
export async function discover(
  ports: DiscoverNeeds,
  keyring: Keyring,
  target: SignInTarget,
  { refresh }: { readonly refresh: boolean },
): Promise<Discovery> {
  const known = refresh ? undefined : remembered(ports, target);
  return (
    known ??
    offeringSignIn(ports, keyring, { root: target }, () =>
      withSignIn(ports, keyring, target, (signIn) => askPortal(ports, target, signIn)),
    )
  );
}

async function askPortal(ports: DiscoverNeeds, target: SignInTarget, signIn: SignIn): Promise<Discovery> {
  const portal = ports.aws.portal(target);
  const discoveredAt = ports.clock.now();
  const listed = await portal.accounts(signIn);
  const progress = new Progress(ports, target.provider, listed.length, discoveredAt);
  const failed: Problem[] = [];
  const queue = new PQueue({ concurrency: mostAtOnce });
  const interrupt = ports.interrupts.listen();
  try {
    const accounts = await queue.addAll(
      listed.map(({ id, name }) => async () => {
        interrupt.signal.throwIfAborted();
        try {
          return { id, name, roles: await rolesOf(ports, portal, signIn, id, interrupt.signal) };
        } catch (error) {
          if (!isProblem(error) || endsAll.includes(error.code)) throw error;
          failed.push(error);
          return undefined;
        } finally {
          progress.step();
        }
      }),
    );
    const whole = accounts.filter((one) => one !== undefined);
    const found = {
      provider: target.provider,
      startUrl: target.startUrl,
      discoveredAt,
      accounts: whole,
      failed,
    };
    if (failed.length === 0) remember(ports, target, found);
    return { ...found, remembered: false };
  } finally {
    queue.clear();
    progress.end();
    interrupt.dispose();
  }
}

/** What holds for every account alike. */
const endsAll = ['login-required', 'session-ended', 'endpoint-unreachable', 'interrupted', 'throttled'];

async function rolesOf(
  { clock }: DiscoverNeeds,
  portal: Portal,
  signIn: SignIn,
  account: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (let round = 1; ; round += 1)
    try {
      return await portal.roles(signIn, account, signal);
    } catch (error) {
      if (!isProblem(error) || error.code !== 'throttled' || round === mostRounds) throw error;
      await clock.sleep(1000 * round * (1 + Math.random()), signal);
    }
}

/** How far it is, once it takes long. */
class Progress {
  readonly #ports: Pick<Ports, 'clock' | 'terminal'>;
  readonly #text: () => string;
  readonly #begins: number;
  #done = 0;
  #line: ProgressLine | undefined;

  constructor(ports: Pick<Ports, 'clock' | 'terminal'>, provider: string, all: number, began: Date) {
    this.#ports = ports;
    this.#begins = began.getTime() + patienceMs;
    this.#text = () => `Asking ${provider} for your roles: ${this.#done} of ${all} accounts`;
  }

  step(): void {
    this.#done += 1;
    if (this.#ports.clock.now().getTime() < this.#begins) return;
    if (this.#line === undefined) this.#line = this.#ports.terminal.progress(this.#text());
    else this.#line.update(this.#text());
  }

  end(): void {
    this.#line?.end();
  }
}

const fileOf = ({ here }: Pick<Ports, 'here'>, target: SignInTarget): string =>
  join(dirname(here.answers), 'discovered', `${signInKey(target)}.json`);

/** Names of accounts are nobody else's business: the file is its owner's alone. */
function remember(
  ports: DiscoverNeeds,
  target: SignInTarget,
  found: Omit<Discovery, 'remembered' | 'failed'>,
): void {
  const { discoveredAt, accounts } = found;
  try {
    ports.writer.write(fileOf(ports, target), JSON.stringify({ version: 1, discoveredAt, accounts }), 0o600);
  } catch {
    // A place where nothing can be kept only costs the next time.
  }
}

function remembered(ports: DiscoverNeeds, target: SignInTarget): Discovery | undefined {
  const stored = jsonIn(ports.files.read(fileOf(ports, target)) ?? '') as Partial<Stored> | undefined;
  if (stored?.version !== 1 || !Array.isArray(stored.accounts)) return undefined;
  const discoveredAt = new Date(stored.discoveredAt ?? '');
  const age = ports.clock.now().getTime() - discoveredAt.getTime();
  if (!(age >= 0 && age < lastsMs)) return undefined;
  const { provider, startUrl } = target;
  return { provider, startUrl, discoveredAt, accounts: stored.accounts, failed: [], remembered: true };
}

interface Stored {
  readonly version: 1;
  readonly discoveredAt: string;
  readonly accounts: readonly DiscoveredAccount[];
}

// A torn file is none.
