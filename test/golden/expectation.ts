/** What a run should come to: as recorded, or, where Atmos fails a person, what its `quirk` says. */
import type { RecordedCase, RecordedRun } from './recorded-case.ts';

/** Kinds of failure in the recordings, and the codes of our Problems that are of this kind. */
const codes: Readonly<Record<string, readonly string[]>> = {
  abstract: ['component-abstract'],
  'all-with-component': ['usage'],
  'argument-required': ['usage'],
  'backend-type-missing': ['stack-invalid'],
  'backend-type-without-section': ['stack-invalid'],
  'bad-import': ['stack-invalid', 'import-not-found'],
  'bad-list-merge-strategy': ['config-invalid', 'stack-invalid'],
  'bad-manifest': ['yaml-invalid', 'stack-invalid'],
  // Whether Atmos knows a type is not ours to say: what is not done here is refused by name.
  'bad-step-type': ['construct-not-supported'],
  'base-component-missing': ['stack-invalid'],
  'component-folder-missing': ['component-not-found'],
  'component-not-in-stack': ['component-not-found', 'stack-not-found'],
  // Without a component the whole stack runs; the first one in it has no folder.
  'component-required': ['component-not-found'],
  'default-identity-not-defined': ['identity-not-found'],
  'duplicate-component-config': ['stack-invalid'],
  'duplicate-key': ['yaml-invalid'],
  'exec-failed': ['function-failed'],
  'flag-required': ['usage'],
  'identity-not-found': ['identity-not-found'],
  'identity-selection-needs-tty': ['identity-not-chosen'],
  'import-not-found': ['import-not-found'],
  'include-not-found': ['function-failed', 'file-unreadable'],
  'inheritance-cycle': ['stack-invalid'],
  'inherits-not-a-list': ['stack-invalid'],
  'locals-cycle': ['stack-invalid'],
  locked: ['component-locked'],
  'metadata-key-not-allowed-globally': ['stack-invalid'],
  'no-default-identity': ['identity-not-chosen'],
  'no-stack-naming': ['stack-invalid', 'config-invalid', 'stack-not-found', 'component-not-found'],
  'no-steps': ['workflow-invalid'],
  'profile-broke-identity': ['chain-broken', 'auth-config-invalid'],
  'profile-not-found': ['profile-not-found'],
  'self-import': ['import-cycle'],
  'stack-flag-required': ['usage'],
  'stack-required': ['usage'],
  'template-directive-in-plain-yaml': ['yaml-invalid', 'stack-invalid'],
  'two-default-identities': ['identity-not-chosen'],
  'unknown-command': ['verb-not-found'],
  'unknown-from-step': ['workflow-not-found', 'usage'],
  'unknown-yaml-tag': ['construct-not-supported', 'stack-invalid', 'yaml-invalid'],
  'workflow-file-not-found': ['workflow-not-found', 'file-unreadable'],
  'workflow-in-several-files': ['usage', 'workflow-not-found'],
  'workflow-not-found': ['workflow-not-found'],
};

export interface Expectation {
  readonly exit: number;
  /** One of these codes ended it; missing where no Problem of ours does. */
  readonly codes?: readonly string[];
  /** Missing where calls are not compared. */
  readonly calls?: RecordedRun['calls'];
  /** Files to compare with, where the success of a quirk leaves some. */
  readonly files?: RecordedRun['files'];
}

type Change = (runs: readonly RecordedRun[], run: RecordedRun) => Expectation;

/** Exactly what another run of the case did, which is right for this one. */
const like =
  (number: number): Change =>
  (runs) => {
    const { exit, calls } = runs[number - 1] as RecordedRun;
    return { exit, ...(calls && { calls }) };
  };

/** As another run, for another component. */
const likeFor =
  (number: number, component: string): Change =>
  (runs) => {
    const { exit, calls = [] } = runs[number - 1] as RecordedRun;
    const rename = (text: string) => text.replace(/^acme-dev-[a-z]+/, `acme-dev-${component}`);
    return {
      exit,
      calls: calls.map((call) => ({
        ...call,
        argv: call.argv.map(rename),
        files: Object.fromEntries(
          Object.entries(call.files ?? {}).map(([name, value]) => [rename(name), value]),
        ),
      })),
    };
  };

/** As another run, as somebody else. */
const as =
  (change: Change, identity: string): Change =>
  (runs, run) => {
    const { exit, calls = [] } = change(runs, run);
    const env = { ATMOS_IDENTITY: identity, AWS_PROFILE: identity };
    return { exit, calls: calls.map((call) => ({ ...call, env: { ...call.env, ...env } })) };
  };

/** The plan file goes to Terraform, and no variables, which stand in it. */
const applies =
  (plan: string): Change =>
  (_, { exit, calls = [] }) => ({
    exit,
    calls: calls.map(({ files: _, ...call }) =>
      call.argv[0] === 'apply' ? { ...call, argv: ['apply', plan] } : call,
    ),
  });

/** It succeeds and leaves this. */
const leaves =
  (files: NonNullable<RecordedRun['files']>): Change =>
  (_, { calls = [] }) => ({ exit: 0, calls, files });

const quirks: Readonly<Record<string, Change>> = {
  'custom-commands 8': leaves({ 'out.txt': 'who=\n' }),
  'identity-default-and-flag 5': like(3),
  'identity-default-and-flag 6': like(4),
  'profile-redefines-identity 5': as(like(7), 'writer'),
  'quirk-from-plan-flag-is-lost 2': applies('acme-dev-vpc.planfile'),
  'quirk-from-plan-flag-is-lost 3': applies('acme-dev-vpc.planfile'),
  'quirk-from-plan-flag-is-lost 4': applies('given.plan'),
  'stack-default-identity 3': likeFor(2, 'both'),
  'stack-default-identity 5': as(likeFor(2, 'ghost-off'), 'writer'),
  'stack-default-identity 7': as(likeFor(2, 'mixed-case'), 'admin-user'),
  'stack-default-identity 8': like(1),
};

/** Undefined for a quirk that nobody has told yet what to do about. */
export function expectationOf({ name, runs }: RecordedCase, index: number): Expectation | undefined {
  const run = runs[index] as RecordedRun;
  if (run.quirk !== undefined) return quirks[`${name} ${index + 1}`]?.(runs, run);
  const ours = run.error === undefined || run.error === 'terraform-exit' || run.error === 'step-failed';
  return {
    exit: run.exit,
    ...(!ours && { codes: codes[run.error as string] ?? [`(nobody has said which) ${run.error}`] }),
    ...(run.calls && { calls: run.calls }),
  };
}
