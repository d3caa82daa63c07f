import type { AuthSection, Identity } from '../domain/auth.ts';
import { nameOfTask, rootName } from '../domain/chain.ts';
import { formatPlace } from '../domain/problem.ts';
import { chainOf } from '../identity/chain.ts';
import { rootOf } from '../identity/chain-root.ts';
import { pickIdentity, type Reason } from '../identity/pick-identity.ts';
import { chainKey, rootKey } from '../identity/session-key.ts';
import type { Ports } from '../ports.ts';
import type { EvaluationPorts } from './evaluate-component.ts';
import { loadConfiguredAuth, type ProjectAuth, type ProjectFlags } from './load-auth.ts';
import { authQuestion } from './questions.ts';
import { answerOrFetch } from './remember.ts';

/** All that `auth list` and `auth whoami` need of a project, as plain JSON without secrets. */
export interface AuthAnswer {
  readonly realm: string;
  readonly profiles: readonly string[];
  readonly providers: readonly ProviderAnswer[];
  readonly identities: readonly IdentityAnswer[];
  /** The name of the identity that configuration files make the default. */
  readonly defaultIdentity?: string;
  /** What makes it that, in words and with its place. */
  readonly defaultReason?: string;
}

export interface ProviderAnswer {
  readonly name: string;
  readonly kind: string;
  readonly startUrl?: string;
  /** Where a company's own sign-in begins (aws/saml). */
  readonly url?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  /** The key of its sign-in; missing where the entry has a fault. */
  readonly key?: string;
  readonly fault?: string;
  readonly place: string;
}

export interface IdentityAnswer {
  readonly name: string;
  readonly kind: string;
  /** Another name that it answers to. */
  readonly alias?: string;
  /** Configuration files make it the default; more than one only where they cannot be told apart. */
  readonly default?: true;
  /** `sso` for a provider, `core-identity/terraform` for another identity. */
  readonly via: string;
  /** Whether `via` names an identity. */
  readonly viaIdentity?: true;
  readonly provider?: string;
  readonly account?: string;
  /** The permission set, or the ARN of the role. */
  readonly role?: string;
  readonly region?: string;
  /** The key of its role keys; missing where the entry or its chain has a fault. */
  readonly key?: string;
  readonly fault?: string;
  readonly place: string;
}

/**
 * The answer about the project around us, kept for the next time, and the `auth:` that it was found in: a project is
 * read once. Throws what loadConfiguredAuth throws.
 */
export async function answerAboutAuth(
  ports: EvaluationPorts & Pick<Ports, 'writer'>,
  flags: ProjectFlags,
): Promise<{ readonly answer: AuthAnswer; readonly auth: AuthSection }> {
  const { folder } = ports.here;
  let auth: AuthSection | undefined;
  const answer = await answerOrFetch(ports, authQuestion(folder, flags), (world) => {
    const found = loadConfiguredAuth(world, folder, flags);
    auth = found.auth;
    return lookAtAuth(found);
  });
  return { answer, auth: auth as AuthSection };
}

/** Looks at a project's providers and identities. A faulty entry is told with its fault; nothing else suffers. */
function lookAtAuth({ project, auth }: ProjectAuth): AuthAnswer {
  const root = project.configFolder;
  const choice = pickIdentity({ auth, defaults: project.identityDefaults });
  const defaults = new Set(
    choice.type === 'identity'
      ? [choice.identity]
      : choice.type === 'ask' && project.identityDefaults.some(({ value }) => value)
        ? choice.choices.filter(({ isDefault }) => isDefault)
        : [],
  );
  return {
    realm: auth.realm,
    profiles: project.profiles.map(({ name }) => name),
    providers: [...auth.providers.values()].map((provider) => {
      const { name, kind, startUrl, url, region, endpointUrl, at } = provider;
      return {
        name,
        kind,
        ...(startUrl !== undefined && { startUrl }),
        ...(url !== undefined && { url }),
        ...(region !== undefined && { region }),
        ...(endpointUrl !== undefined && { endpointUrl }),
        ...attempt(() => ({ key: rootKey(rootOf(provider)) })),
        place: formatPlace(at, root),
      };
    }),
    identities: [...auth.identities.values()].map((identity) => ({
      ...identityAnswer(auth, identity, root),
      ...(defaults.has(identity) && { default: true as const }),
    })),
    ...(choice.type === 'identity' && {
      defaultIdentity: choice.identity.name,
      defaultReason: reasonText(choice.why, root),
    }),
  };
}

function reasonText({ text, at }: Reason, root: string | undefined): string {
  return at === undefined ? text : `${text} (${formatPlace(at, root)})`;
}

function identityAnswer(auth: AuthSection, identity: Identity, root: string | undefined): IdentityAnswer {
  const { name, kind, alias, via, principal, at } = identity;
  const { permissionSet, roleArn } = principal;
  const task = principal.taskPolicyArn;
  const role = permissionSet ?? roleArn ?? (task && nameOfTask({ taskPolicyArn: task }));
  const account =
    principal.accountId ?? principal.accountName ?? principal.targetPrincipal ?? roleArn?.split(':')[4];
  return {
    name,
    kind,
    ...(alias !== undefined && { alias }),
    via: via?.provider ?? via?.identity ?? '',
    ...(via?.provider === undefined && via?.identity !== undefined && { viaIdentity: true as const }),
    ...(account !== undefined && { account }),
    ...(role !== undefined && { role }),
    ...attempt(() => {
      const chain = chainOf(auth, identity);
      return { key: chainKey(chain), provider: rootName(chain), region: chain.region };
    }),
    place: formatPlace(at, root),
  };
}

function attempt<T extends object>(look: () => T): T | { fault: string } {
  try {
    return look();
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
