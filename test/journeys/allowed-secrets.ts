/** The only places in which a secret may stand, each with the reason for it: what docs/security.md says, as data. */

export interface Allowance {
  readonly place: RegExp;
  readonly kinds: readonly string[];
  /** Where the design says so. */
  readonly because: string;
  /** The journey that needs it, where the long day of the test of secrets does not. */
  readonly journey?: string;
}

const keys = ['secret-access-key', 'session-token'];

export const allowed: readonly Allowance[] = [
  {
    place: /^stdout of .*\batmos-kit auth process /s,
    kinds: keys,
    because: 'credential_process is the hand-over to an AWS SDK, through a pipe',
  },
  {
    place: /^stdout of .*\batmos-kit auth env .*--credentials[ =]env\b/s,
    kinds: keys,
    because: 'whoever reads it takes the keys into its environment',
  },
  {
    place: /^stderr of .*\batmos-kit auth env (?=.*--credentials[ =]env\b).*(--format|-f) github\b/s,
    kinds: keys,
    because: 'a job of GitHub hides what it was told to hide (::add-mask::)',
  },
  {
    place: /^stdout of .*\batmos-kit auth exec .*--credentials[ =]env -- env$/s,
    kinds: keys,
    because: 'the command was run with the keys in its environment, and prints it',
  },
  {
    place:
      /^stdout of .*\batmos-kit auth exec .*--credentials[ =]file -- .*cat "\$AWS_SHARED_CREDENTIALS_FILE"/s,
    kinds: keys,
    because: 'the command was run with the keys in a file, and prints it',
  },
  {
    place: /^stdout of .*\batmos-kit auth exec -i (as-is|around|from-around) -- env$/,
    kinds: keys,
    because:
      'keys that are in the environment anyway, and those of a role of them, are in that of the command',
    journey: 'kinds-chains.test.ts',
  },
  {
    place: /^environment of \S*sleep 0\.32 $/s,
    kinds: keys,
    because: 'the command was run with --credentials env',
  },
  {
    place: /^file (\S+\/)?run\/atmos-kit\/files\/[0-9a-f/]+\/credentials$/s,
    kinds: keys,
    because: '--credentials file writes them, in memory, until logout',
  },
  {
    place: /^file \S*\/profiles\/kinds\/kinds\.yaml$/s,
    kinds: ['secret-access-key'],
    because: 'the person wrote the keys of a user into the configuration',
    journey: 'kinds-chains.test.ts',
  },
  {
    place: /^file \S*\/recorded\/calls\.jsonl$/,
    kinds: keys,
    because: 'a stand-in for Terraform notes the environment that it gets with kit.credentials: env',
    journey: 'terraform-child.test.ts',
  },
  {
    place: /^(stdout|terminal) of .*\batmos-kit auth console .*(--print-only|--no-open)\b/s,
    kinds: ['signin-token'],
    because: 'the address was asked for',
  },
];

/** The allowance for a fault as `secretsIn` names it; undefined where there is none. */
export function allowanceFor(fault: string): Allowance | undefined {
  const [, place = '', kind = ''] = /^(.*): ([a-z-]+)$/s.exec(fault) ?? [];
  return allowed.find((one) => one.place.test(place) && one.kinds.includes(kind));
}
