import type { Chain, ChainStep } from '../domain/chain.ts';
import { isProblem, Problem } from '../domain/problem.ts';
import type { RoleKeys } from '../domain/session.ts';
import type { AssumedRole, Ports, Proof, TokenService } from '../ports.ts';

type Needs = Pick<Ports, 'aws' | 'github' | 'terminal'>;
type RoleStep = ChainStep & { kind: 'aws/assume-role' };

/** What STS allows, in seconds. Source: AWS's documentation of AssumeRole and AssumeRoot. */
const shortest = 900;
const longest = 43_200;
/** A role that was had with another role's keys ends after an hour. */
const longestChained = 3600;
const longestRootTask = 900;

/** The keys of a role, assumed with those of the step before it. Throws Problem `access-denied`, and what STS's calls throw. */
export async function keysOfRole(ports: Needs, chain: Chain, step: RoleStep, base: RoleKeys) {
  const before = chain.steps.at(-2)?.kind;
  // Sessions of users are no roles; of what is around nobody knows before STS says so.
  const limit = before === 'aws/user' || before === 'aws/ambient' ? longest : longestChained;
  const { externalId, sessionTags, transitiveTagKeys, sourceIdentity } = step;
  return withDuration(ports, step, limit, (duration) =>
    tokensAt(ports, chain, step).assumeRole(base, {
      roleArn: step.roleArn,
      sessionName: sessionName(step),
      ...(externalId !== undefined && { externalId }),
      ...(sessionTags !== undefined && { sessionTags }),
      ...(transitiveTagKeys !== undefined && { transitiveTagKeys }),
      ...(sourceIdentity !== undefined && { sourceIdentity }),
      ...duration,
    }),
  );
}

/**
 * The keys of a role that is assumed with a proof: a job's token, which is asked for here, or what a person's browser
 * has brought. Throws Problem `login-required` (exit 2) where a person must bring one, and what STS's calls throw.
 */
export async function keysOfRoleByProof(ports: Needs, chain: Chain, step: RoleStep, brought?: Proof) {
  const proof = brought ?? (await proofOf(ports, chain, step));
  return withDuration(ports, withUsualDuration(chain, step), longest, (duration) =>
    tokensAt(ports, chain, step).assumeRoleWithProof(proof, {
      roleArn: step.roleArn,
      sessionName: sessionName(step),
      ...duration,
    }),
  );
}

async function proofOf(ports: Needs, { root }: Chain, step: RoleStep): Promise<Proof> {
  if (root.kind === 'github/oidc')
    return { type: 'job-token', token: await ports.github.jobToken(root.audience) };
  throw new Problem({
    code: 'login-required',
    message: `You are not signed in as ${step.identity}.`,
    hint: `atmos-kit auth login --identity ${step.identity}`,
  });
}

function withUsualDuration({ root }: Chain, step: RoleStep): RoleStep {
  if (root.kind !== 'aws/saml' || root.durationSeconds === undefined) return step;
  return { durationSeconds: root.durationSeconds, ...step };
}

/** The keys for one task as the root user of a member account. Throws what STS's calls throw. */
export async function keysOfRootTask(
  ports: Needs,
  chain: Chain,
  step: ChainStep & { kind: 'aws/assume-root' },
  base: RoleKeys,
) {
  const { accountId, taskPolicyArn, durationSeconds: wanted } = step;
  // Of this one call AWS takes shorter durations as well.
  if (wanted !== undefined && wanted > longestRootTask)
    sayClamped(ports, step.identity, wanted, longestRootTask);
  const durationSeconds = wanted === undefined ? {} : { durationSeconds: Math.min(wanted, longestRootTask) };
  const keys = await tokensAt(ports, chain, step).assumeRoot(base, {
    accountId,
    taskPolicyArn,
    ...durationSeconds,
  });
  return { keys, accountId };
}

function tokensAt(ports: Needs, { root }: Chain, { region = root.region }: ChainStep): TokenService {
  return ports.aws.tokens({
    ...(root.endpointUrl !== undefined && { endpointUrl: root.endpointUrl }),
    region,
  });
}

type Duration = { readonly durationSeconds?: number };

/**
 * Asks for a session as long as the step wants it, within what AWS allows. How long a role itself allows is known to
 * STS only: where that says too long, an hour is asked for, which every role allows.
 */
async function withDuration(
  ports: Needs,
  step: RoleStep,
  limit: number,
  ask: (duration: Duration) => Promise<AssumedRole>,
) {
  const { durationSeconds: wanted, identity, roleArn } = step;
  const accountId = roleArn.split(':')[4] as string;
  if (wanted === undefined) return { ...(await ask({})), accountId };
  const durationSeconds = Math.min(limit, Math.max(shortest, wanted));
  if (durationSeconds !== wanted) sayClamped(ports, identity, wanted, durationSeconds);
  try {
    return { ...(await ask({ durationSeconds })), accountId };
  } catch (error) {
    if (!tooLong(error) || durationSeconds <= longestChained) throw error;
    sayClamped(ports, identity, durationSeconds, longestChained);
    return { ...(await ask({ durationSeconds: longestChained })), accountId };
  }
}

// STS has no name of its own for it: a ValidationError "The requested DurationSeconds exceeds the MaxSessionDuration …".
const tooLong = (error: unknown): boolean =>
  isProblem(error) && /DurationSeconds exceeds/.test(error.message);

function sayClamped(ports: Needs, identity: string, wanted: number, given: number): void {
  ports.terminal.say(
    given > wanted
      ? `${identity} asks for sessions of ${wanted} seconds; AWS gives none shorter than ${given}.`
      : `${identity} asks for sessions of ${wanted} seconds; AWS gives it ${given} at most.`,
  );
}

// AWS allows these characters, and 2 to 64 of them; Atmos names its sessions alike.
function sessionName(step: RoleStep): string {
  const name = (step.sessionName ?? `atmos-kit-${step.identity}`).replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
  return name.length < 2 ? `atmos-kit-${name}` : name;
}
