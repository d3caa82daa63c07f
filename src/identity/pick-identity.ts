import type { AuthSection, Identity } from '../domain/auth.ts';
import type { IdentityDefault } from '../domain/component.ts';
import { type Place, Problem } from '../domain/problem.ts';
import { findIdentity } from './find-identity.ts';

/** Everything that has a say in who a command runs as. */
export interface PickRequest {
  readonly auth: AuthSection;
  /** `--identity VALUE`; the empty string is the flag without a value and means: ask. */
  readonly flag?: string;
  /** ATMOS_IDENTITY. */
  readonly environment?: string;
  /** Default markers of the component's layers and of the configuration, most specific first. */
  readonly defaults: readonly IdentityDefault[];
}

export type IdentityChoice =
  | {
      readonly type: 'identity';
      readonly identity: Identity;
      readonly why: Reason;
      readonly lost: readonly Candidate[];
    }
  | { readonly type: 'without'; readonly why: Reason; readonly lost: readonly Candidate[] }
  | { readonly type: 'ask'; readonly question: string; readonly choices: readonly Identity[] };

/** Why this one: in words, and the file and line where there is one. */
export interface Reason {
  readonly source: 'flag' | 'ATMOS_IDENTITY' | IdentityDefault['layer'] | 'asked' | 'no auth';
  readonly text: string;
  readonly at?: Place;
}

/** An identity that something named and that was not chosen. */
export interface Candidate {
  readonly identity: string;
  readonly source: Reason['source'];
  readonly at?: Place;
  readonly because: string;
}

const off = /^(false|off|no|0)$/i;

/** Whether what stands in the place of a name says: without an identity, on purpose. */
export const namesNobody = (text: string): boolean => off.test(text);

/**
 * Picks the identity: the flag, then ATMOS_IDENTITY, then the most specific layer that names a default. Where
 * nothing names one, or two stand in one file, the person has to choose.
 * Throws Problem `identity-not-found` for a name that the project does not define.
 * Source of the rule: Atmos's documented precedence; that the most specific default wins where Atmos reports
 * two is ours (docs/differences.md).
 */
export function pickIdentity(request: PickRequest): IdentityChoice {
  const defaults = standing(request.defaults);
  const named = [
    ...(request.flag === undefined
      ? []
      : [{ name: request.flag, source: 'flag' as const, text: 'named by --identity' }]),
    ...(request.environment === undefined || request.environment === ''
      ? []
      : [{ name: request.environment, source: 'ATMOS_IDENTITY' as const, text: 'named by ATMOS_IDENTITY' }]),
  ];
  const [first, ...others] = named;
  if (first !== undefined) {
    if (first.name === '' || first.name === '__SELECT__')
      return {
        type: 'ask',
        question: 'Run as which identity?',
        choices: [...request.auth.identities.values()],
      };
    const lost = [
      ...others.map(({ name, source }) => ({
        identity: name,
        source,
        because: `${sourceWords[first.source]} outranks it`,
      })),
      ...defaults.map((entry) => lostDefault(entry, `${sourceWords[first.source]} outranks every default`)),
    ];
    const why = { source: first.source, text: first.text };
    if (namesNobody(first.name)) return { type: 'without', why, lost };
    return { type: 'identity', identity: findIdentity(request.auth, first.name), why, lost };
  }
  return pickDefault(request.auth, defaults);
}

const sourceWords = { flag: '--identity', ATMOS_IDENTITY: 'ATMOS_IDENTITY' } as const;

function pickDefault(auth: AuthSection, defaults: readonly Standing[]): IdentityChoice {
  const [best] = defaults.filter(({ silenced }) => silenced === undefined);
  // A project that leaves identities to its surroundings. One whose identities merely stand in a profile that is not
  // chosen has its providers here, and runs as nobody only when it is told to.
  if (best === undefined && auth.identities.size === 0 && auth.providers.size === 0)
    return {
      type: 'without',
      why: { source: 'no auth', text: 'this project has no auth section' },
      lost: [],
    };
  if (best === undefined)
    return {
      type: 'ask',
      question: 'No default identity is configured. Run as which one?',
      choices: [...auth.identities.values()],
    };
  const rivals = defaults.filter(
    ({ silenced, at, identity, layer, section }) =>
      !silenced &&
      at.file === best.at.file &&
      layer === best.layer &&
      section === best.section &&
      identity.toLowerCase() !== best.identity.toLowerCase(),
  );
  if (rivals.length > 0)
    return {
      type: 'ask',
      question: 'Several default identities are configured in one file. Run as which one?',
      choices: [best, ...rivals].map(({ identity }) => findIdentity(auth, identity)),
    };
  const identity = auth.identities.get(best.identity.toLowerCase());
  if (identity === undefined)
    throw new Problem({
      code: 'identity-not-found',
      message: `The default identity ${best.identity} is not defined by any chosen profile or by atmos.yaml.`,
      hint: 'Choose a profile that defines it, such as ATMOS_PROFILE=developers, or name another with --identity.',
      at: best.at,
    });
  const lost = defaults
    .filter((entry) => entry !== best)
    .map((entry) => lostDefault(entry, `${layerWords[best.layer]} is more specific`));
  return {
    type: 'identity',
    identity,
    why: { source: best.layer, text: `the default of ${layerWords[best.layer]}`, at: best.at },
    lost,
  };
}

const layerWords: Readonly<Record<IdentityDefault['layer'], string>> = {
  component: 'the component',
  stack: 'the stack',
  import: "the stack's imports",
  profile: 'the profile',
  'atmos.yaml': 'atmos.yaml',
};

type Standing = IdentityDefault & { readonly silenced?: Place };

/** The markers that say `true`, each with the more specific `false` that silences it, if any. */
function standing(markers: readonly IdentityDefault[]): readonly Standing[] {
  const silencers = new Map<string, Place>();
  const result: Standing[] = [];
  for (const marker of markers) {
    const id = marker.identity.toLowerCase();
    if (!marker.value) silencers.set(id, silencers.get(id) ?? marker.at);
    else {
      const silenced = silencers.get(id);
      result.push({ ...marker, ...(silenced && { silenced }) });
    }
  }
  return result;
}

function lostDefault(entry: Standing, because: string): Candidate {
  const silenced = entry.silenced && 'a more specific layer says default: false';
  return { identity: entry.identity, source: entry.layer, at: entry.at, because: silenced ?? because };
}
