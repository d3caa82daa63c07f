import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Chain, endpointOf, signInTargetOf } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import { federationUrl, loginUrl, portalLink } from '../identity/console-address.ts';
import { consoleTerms } from '../identity/console-session.ts';
import { chainKey, rootKey } from '../identity/session-key.ts';
import type { Federation, Keyring, Ports } from '../ports.ts';
import { type MintNeeds, mint } from './mint.ts';

export interface ConsoleWish {
  /** An address of the console. */
  readonly destination: string;
  /** How long the console session should last, in seconds; without it, as long as the keys. */
  readonly seconds?: number;
  /** Who AWS is told has sent the person; where this is an address, the console leads back to it at its end. */
  readonly issuer?: string;
}

export interface ConsoleVisit {
  /** Opens the console for a quarter of an hour. Secret. */
  readonly url: string;
  readonly endsAt: Date;
  /** What was asked for and is not to be had. */
  readonly notes: readonly string[];
}

/**
 * The address that signs a browser in to the AWS console with a chain's keys. Throws Problem `console-unavailable`
 * for keys that have no console, `console-refused` where AWS does not take them, and what `mint` throws.
 */
export async function consoleVisit(
  ports: MintNeeds,
  keyring: Keyring,
  chain: Chain,
  { destination, seconds: wanted, issuer = issuerOf(chain) }: ConsoleWish,
): Promise<ConsoleVisit> {
  const terms = consoleTerms(chain, wanted);
  const address = federationUrl(chain.region, endpointOf(chain));
  const keys = await mint(ports, keyring, chain, terms.keysSeconds * 1000);
  if (!keys.sessionToken)
    throw new Problem({
      code: 'console-unavailable',
      message: 'AWS opens no console for long-lived keys.',
      hint: 'Name an identity that assumes a role with --identity.',
    });
  const service = ports.aws.federation(address);
  const before = ports.clock.now().getTime();
  const { token, seconds } = await tokenFor(service, keys, terms.seconds);
  const refused =
    terms.seconds === undefined || seconds !== undefined
      ? []
      : ['AWS did not take the duration for these keys: the console lasts as long as they do.'];
  return {
    url: loginUrl(address, { issuer, destination, signinToken: token }),
    endsAt: seconds === undefined ? keys.expiresAt : new Date(before + seconds * 1000),
    notes: [...terms.notes, ...refused],
  };
}

// Where a console that has ended leads to: a person can sign in again there.
const issuerOf = (chain: Chain) => signInTargetOf(chain)?.startUrl ?? 'atmos-kit';

// Whether a permission set's keys may name a duration is not documented; AWS says so by refusing it.
async function tokenFor(
  service: Federation,
  keys: Parameters<Federation['signinToken']>[0],
  seconds: number | undefined,
): Promise<{ readonly token: string; readonly seconds?: number }> {
  if (seconds === undefined) return { token: await service.signinToken(keys) };
  try {
    return { token: await service.signinToken(keys, seconds), seconds };
  } catch (error) {
    if (!isProblem(error) || error.code !== 'console-refused') throw error;
    return { token: await service.signinToken(keys) };
  }
}

/**
 * The link of the access portal to an identity's permission set; no keys are made for it. Throws Problem
 * `console-unavailable` for an identity that the portal does not show.
 */
export function portalShortcut(keyring: Keyring, chain: Chain, destination?: string): string {
  const [step, ...others] = chain.steps;
  const portal = signInTargetOf(chain);
  if (portal === undefined || step?.kind !== 'aws/permission-set' || others.length > 0)
    throw new Problem({
      code: 'console-unavailable',
      message: 'The access portal shows only permission sets; this identity is of another kind.',
      hint: 'Leave --portal out.',
    });
  const accountId = step.account.id ?? accountAtRest(keyring, chain);
  if (accountId === undefined)
    throw new Problem({
      code: 'console-unavailable',
      message: `A link of the portal needs the number of the account ${step.account.name}, which is not known yet.`,
      hint: `atmos-kit auth whoami --identity ${step.identity} finds it out; or write principal.account.id.`,
    });
  const { endpointUrl, startUrl } = portal;
  const base = endpointUrl === undefined ? startUrl : `${endpointUrl.replace(/\/+$/, '')}/start`;
  return portalLink(base, { accountId, permissionSet: step.permissionSet }, destination);
}

/** Keys that were made before tell which account they are of, for as long as they rest here. */
function accountAtRest(keyring: Keyring, chain: Chain): string | undefined {
  const key = chainKey(chain);
  return keyring.labels().find((one) => one.key === key)?.label.accountId;
}

/** The folder of an identity's own browser: one for each, so that consoles of several accounts stand side by side. */
export function browserFolder({ here }: Pick<Ports, 'here'>, chain: Chain, identity: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([rootKey(chain.root), chain.realm, identity.toLowerCase()]))
    .digest('hex');
  const readable = identity
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return join(here.browsers, `${readable}-${hash.slice(0, 12)}`);
}
