/** The name of one of Terraform's flags, in any spelling: `-out`, `--out`, `-out=x`. Undefined for a free word. */
function flagName(argument: string): string | undefined {
  return /^--?([A-Za-z][A-Za-z0-9-]*)(=|$)/.exec(argument)?.[1];
}

/** Whether Terraform's flag `name` stands among the arguments; values of other flags do not count. */
export function hasFlag(args: readonly string[], name: string): boolean {
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (flagName(argument) === name) return true;
    if (takesNextWord(argument)) index += 1;
  }
  return false;
}

/** True where the next word is this flag's value: `-target x`, but neither `-target=x` nor `-destroy`. */
export function takesNextWord(argument: string): boolean {
  const name = flagName(argument);
  return name !== undefined && !argument.includes('=') && withValue.has(name);
}

// Every flag of Terraform and OpenTofu that takes a value. All others are switches, whose value can only follow
// a `=`, so that the word after them is free.
const withValue = new Set([
  'backend-config',
  'backup',
  'backup-out',
  'chdir',
  'cloud-run',
  'config',
  'deprecation',
  'exclude',
  'exclude-file',
  'filter',
  'from-module',
  'fs-mirror',
  'generate-config-out',
  'invoke',
  'junit-xml',
  'lock-timeout',
  'lockfile',
  'module-depth',
  'net-mirror',
  'operation-parallelism',
  'out',
  'parallelism',
  'plan',
  'platform',
  'plugin-dir',
  'provider',
  'replace',
  'state',
  'state-out',
  'target',
  'target-file',
  'test-directory',
  'type',
  'var',
  'var-file',
]);
