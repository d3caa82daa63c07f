type Variables = Readonly<Record<string, string | undefined>>;

// One variable per service: Atmos looks at the same ones, so that both ask and stay silent alike.
const marks = [
  'CODEBUILD_BUILD_ARN',
  'TF_BUILD',
  'bamboo_planKey',
  'BITBUCKET_COMMIT',
  'BITRISE_IO',
  'BUILDKITE',
  'CIRCLECI',
  'CIRRUS_CI',
  'CF_BUILD_ID',
  'DRONE',
  'GERRIT_PROJECT',
  'GITEA_ACTIONS',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'GO_PIPELINE_LABEL',
  'BUILDER_OUTPUT',
  'HARNESS_BUILD_ID',
  'HUDSON_URL',
  'PROW_JOB_ID',
  'SEMAPHORE',
  'TEAMCITY_VERSION',
  'TRAVIS',
  'TF_VAR_spacelift_run_id',
];

/** True where these variables say that a CI service runs us, by Atmos's rule. */
export function isContinuousIntegration(variables: Variables): boolean {
  if (variables['CI'] === 'true') return true;
  if (marks.some((name) => variables[name] !== undefined)) return true;
  if (variables['JENKINS_URL'] !== undefined && variables['BUILD_ID'] !== undefined) return true;
  return variables['CI_NAME'] === 'codeship' || variables['CI_NAME'] === 'sourcehut';
}
