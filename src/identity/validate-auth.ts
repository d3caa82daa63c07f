import type { AuthSection, Identity, Integration, Provider } from '../domain/auth.ts';
import type { IdentityDefault } from '../domain/component.ts';
import { isProblem, type Place, Problem } from '../domain/problem.ts';
import { nearest } from '../domain/suggestion.ts';
import { entriesOf, type MapValue, textOf, type Value, valueAt } from '../domain/value.ts';
import { chainOf } from './chain.ts';
import { unknownKeys } from './known-keys.ts';
import { pickIdentity } from './pick-identity.ts';
import { isRegion, knownRegions } from './regions.ts';

/** What is wrong with an `auth:` and what is only odd about it. */
export interface AuthFindings {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Everything that is wrong with providers and identities: keys that nothing reads, faults of each entry, chains that lead
 * nowhere or in a circle, regions that there are not, and defaults of which nobody can tell the one. `tree` is what
 * `auth` was read from. Source of the rules: what each command would refuse when it comes to it.
 */
export function validateAuth(
  tree: MapValue,
  auth: AuthSection,
  defaults: readonly IdentityDefault[],
): AuthFindings {
  const [providers, identities] = [[...auth.providers.values()], [...auth.identities.values()]];
  const integrations = [...auth.integrations.values()];
  return {
    errors: [
      ...unknownKeys(tree),
      ...[...providers, ...identities, ...integrations].flatMap(faultsOf),
      ...integrations.flatMap((one) => nobody(auth, one)),
      ...brokenChains(auth, identities),
      ...strangeRegions(tree),
      ...undecidedDefaults(auth, defaults),
    ],
    warnings: [...insecureUrls(providers), ...sharedAliases(identities)],
  };
}

/** Integrations for somebody who is not defined. */
function nobody(auth: AuthSection, { name, identity, provider, at }: Integration): Problem[] {
  const names: readonly (readonly [string, string | undefined, Iterable<{ readonly name: string }>])[] = [
    ['identity', identity, auth.identities.values()],
    ['provider', provider, auth.providers.values()],
  ];
  return names.flatMap(([what, wanted, all]) => {
    const known = [...all].map((one) => one.name);
    if (wanted === undefined || known.some((one) => one.toLowerCase() === wanted.toLowerCase())) return [];
    const near = nearest(wanted, known);
    return [
      new Problem({
        code: 'auth-config-invalid',
        message: `The integration "${name}" is for the ${what} "${wanted}", which is not defined.`,
        hint: near === undefined ? 'Define it, or choose the profile that does.' : `Did you mean ${near}?`,
        at,
      }),
    ];
  });
}

const faultsOf = ({ faults = [] }: Provider | Identity | Integration): Problem[] =>
  faults.map((fault) => new Problem(fault));

/** Chains of entries without a fault of their own; what breaks several of them at one place is told once. */
function brokenChains(auth: AuthSection, identities: readonly Identity[]): Problem[] {
  const faulty = new Set(
    [...auth.providers.values(), ...identities].flatMap(({ faults = [] }) => faults.map(({ at }) => at)),
  );
  const found = new Map<string, Problem>();
  for (const identity of identities)
    try {
      if (identity.fault === undefined) chainOf(auth, identity);
    } catch (error) {
      if (!isProblem(error)) throw error;
      if (error.at !== undefined && faulty.has(error.at)) continue;
      const circle = /lead in a circle: (.*)\./.exec(error.message)?.[1];
      const key = circle === undefined ? `${error.message} ${placeKey(error.at)}` : circleKey(circle);
      if (!found.has(key)) found.set(key, error);
    }
  return [...found.values()];
}

const placeKey = (at: Place | undefined): string => JSON.stringify(at ?? null);

/** The same for every identity of a circle, wherever the look began. */
const circleKey = (circle: string): string => [...new Set(circle.split(' → '))].sort().join(' → ');

function strangeRegions(tree: MapValue): Problem[] {
  const paths = [
    ...[...entriesOf(valueAt(tree, 'providers'))].map(([name, entry]) => ({
      what: `region of provider "${name}"`,
      value: valueAt(entry, 'region'),
    })),
    ...[...entriesOf(valueAt(tree, 'identities'))].flatMap(([name, entry]) => [
      { what: `principal.region of identity "${name}"`, value: valueAt(entry, 'principal', 'region') },
      { what: `credentials.region of identity "${name}"`, value: valueAt(entry, 'credentials', 'region') },
    ]),
  ];
  return paths.flatMap(({ what, value }) => strangeRegion(what, value));
}

function strangeRegion(what: string, value: Value | undefined): Problem[] {
  const text = textOf(value);
  if (value === undefined || text === undefined || text === '' || isRegion(text)) return [];
  const near = nearest(text, knownRegions);
  return [
    new Problem({
      code: 'auth-config-invalid',
      message: `${what} is no region of AWS: ${text}`,
      hint: near === undefined ? 'It looks like us-east-1.' : `Did you mean ${near}?`,
      at: value.at,
    }),
  ];
}

function undecidedDefaults(auth: AuthSection, defaults: readonly IdentityDefault[]): Problem[] {
  const on = defaults.filter(({ value }) => value);
  try {
    const choice = pickIdentity({ auth, defaults });
    if (choice.type !== 'ask' || on.length === 0) return [];
    const names = choice.choices.map(({ name }) => name);
    const at = on.find(({ identity }) =>
      names.some((name) => name.toLowerCase() === identity.toLowerCase()),
    )?.at;
    return [
      new Problem({
        code: 'auth-config-invalid',
        message: `Several identities are the default in one file: ${names.join(', ')}.`,
        hint: 'Leave default: true with one of them; without a terminal nobody can be asked.',
        ...(at !== undefined && { at }),
      }),
    ];
  } catch (error) {
    if (!isProblem(error)) throw error;
    return [error];
  }
}

function insecureUrls(providers: readonly Provider[]): Problem[] {
  return providers.flatMap(({ name, startUrl, at }) => {
    if (startUrl === undefined || !/^http:/.test(startUrl) || loopback.test(startUrl)) return [];
    return [
      new Problem({
        code: 'auth-config-invalid',
        message: `start_url of provider "${name}" is not https: ${startUrl}`,
        hint: 'AWS gives a portal an https address, such as https://acme.awsapps.com/start.',
        at,
      }),
    ];
  });
}

const loopback = /^http:\/\/(127\.|localhost[:/]|\[::1\])/;

/** An alias that is also a name never leads to its identity, and one of several leads to none of them. */
function sharedAliases(identities: readonly Identity[]): Problem[] {
  return identities.flatMap(({ name, alias, at }) => {
    const id = alias?.toLowerCase();
    const other = identities.find(
      (one) => one.name !== name && id !== undefined && [one.id, one.alias?.toLowerCase()].includes(id),
    );
    if (alias === undefined || other === undefined) return [];
    return [
      new Problem({
        code: 'auth-config-invalid',
        message: `The alias "${alias}" of identity "${name}" also means ${other.name}.`,
        hint: 'Give each identity an alias of its own.',
        at,
      }),
    ];
  });
}
