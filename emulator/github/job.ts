import { createHash } from 'node:crypto';

/** A job of GitHub Actions with `permissions: id-token: write`. What is not said is as in a push to main. */
export interface GithubJob {
  /** `owner/name`. */
  readonly repository: string;
  /** `refs/heads/main` unless given; `refs/pull/1/merge` for a pull request. */
  readonly ref?: string;
  /** The deployment environment that the job names. */
  readonly environment?: string;
  readonly event?: 'push' | 'pull_request' | 'workflow_dispatch';
  /** The file below .github/workflows; `ci.yaml` unless given. */
  readonly workflow?: string;
  /** `dana` unless given. */
  readonly actor?: string;
}

/** A job with everything said. */
export type FullJob = Required<Omit<GithubJob, 'environment'>> & Pick<GithubJob, 'environment'>;

/** Says what was left out. Throws Error for a repository that is not `owner/name`. */
export function fullJob(job: GithubJob): FullJob {
  if (!/^[\w.-]+\/[\w.-]+$/.test(job.repository))
    throw new Error(`${job.repository} is not a repository: owner/name`);
  const event = job.event ?? 'push';
  return {
    ref: event === 'pull_request' ? 'refs/pull/1/merge' : 'refs/heads/main',
    workflow: 'ci.yaml',
    actor: 'dana',
    ...job,
    event,
  };
}

/** The claim by which AWS roles tell jobs apart (GitHub's documentation of OpenID Connect, "Example subject claims"). */
export function subjectOf({ repository, ref, environment, event }: FullJob): string {
  if (environment !== undefined) return `repo:${repository}:environment:${environment}`;
  return event === 'pull_request' ? `repo:${repository}:pull_request` : `repo:${repository}:ref:${ref}`;
}

/** The claims of a job's ID token, without those about time and audience. */
export function claimsOf(job: FullJob): Record<string, string> {
  const { repository, ref, environment, event, workflow, actor } = job;
  const owner = ownerOf(job);
  const sha = shaOf(job);
  const file = `${repository}/.github/workflows/${workflow}@${ref}`;
  return {
    sub: subjectOf(job),
    repository,
    repository_owner: owner,
    repository_id: numberOf(repository),
    repository_owner_id: numberOf(owner),
    repository_visibility: 'private',
    ref,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    ref_protected: String(ref === 'refs/heads/main'),
    sha,
    head_ref: event === 'pull_request' ? 'topic' : '',
    base_ref: event === 'pull_request' ? 'main' : '',
    event_name: event,
    workflow: workflow.replace(/\.ya?ml$/, ''),
    workflow_ref: file,
    workflow_sha: sha,
    job_workflow_ref: file,
    job_workflow_sha: sha,
    run_id: numberOf(`${repository} ${ref} ${workflow}`),
    run_number: '1',
    run_attempt: '1',
    runner_environment: 'github-hosted',
    actor,
    actor_id: numberOf(actor),
    ...(environment !== undefined && { environment }),
  };
}

export const ownerOf = ({ repository }: FullJob): string => repository.slice(0, repository.indexOf('/'));

/** The commit of a job: made up, and the same for the same repository and ref. */
export function shaOf({ repository, ref }: FullJob): string {
  return createHash('sha1').update(`${repository}@${ref}`).digest('hex');
}

const numberOf = (text: string): string => String(createHash('sha256').update(text).digest().readUInt32BE(0));
