import type { Context } from '../context.ts';
import { claimsOf, type FullJob, fullJob, type GithubJob, shaOf } from './job.ts';

const sixHours = 6 * 3_600_000;

/** What stands in the token with which a job asks for ID tokens. */
interface JobToken {
  readonly job: FullJob;
  /** Milliseconds. */
  readonly expiresAt: number;
  readonly epoch: string;
}

/**
 * The environment variables that a runner gives a job which may ask for ID tokens; the token in them is good for six
 * hours, as long as a job may run. Throws Error for a repository that is not `owner/name`.
 */
export function jobVariables(context: Context, some: GithubJob): Record<string, string> {
  const job = fullJob(some);
  const claims = claimsOf(job);
  const content: JobToken = {
    job,
    expiresAt: context.now().getTime() + sixHours,
    epoch: context.sessions.content.epoch,
  };
  const token = `LocalEmulatorJob/${context.key.seal('job-token', content)}`;
  context.issued('job-token', token);
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: job.repository,
    GITHUB_REF: job.ref,
    GITHUB_SHA: shaOf(job),
    GITHUB_ACTOR: job.actor,
    GITHUB_EVENT_NAME: job.event,
    GITHUB_WORKFLOW: claims['workflow'] as string,
    GITHUB_RUN_ID: claims['run_id'] as string,
    // The real one has a query already, too, so a client must not simply put `?audience=` behind it.
    ACTIONS_ID_TOKEN_REQUEST_URL: `${context.origin}/github/idtoken/${claims['run_id']}?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
  };
}

/** The job whose token this is; undefined for any other token, and when its time is over. */
export function jobOf(context: Context, token: string): FullJob | undefined {
  const sealed = /^LocalEmulatorJob\/(.+)$/.exec(token)?.[1] ?? '';
  const content = context.key.open('job-token', sealed) as JobToken | undefined;
  if (content === undefined || content.epoch !== context.sessions.content.epoch) return undefined;
  return content.expiresAt > context.now().getTime() ? content.job : undefined;
}
