import { Problem } from '../domain/problem.ts';
import type { TerraformSettings } from '../domain/project.ts';

/** What kind of flag this is: whether a value follows, must follow, or may follow. */
type Flag =
  | { readonly takes: 'nothing' }
  | { readonly takes: 'setting'; readonly setting: BooleanSetting }
  | { readonly takes: 'maybe-value' }
  | { readonly takes: 'value' | 'values'; readonly what: string };

type BooleanSetting = {
  [Key in keyof TerraformSettings]-?: boolean extends TerraformSettings[Key] ? Key : never;
}[keyof TerraformSettings];

/** One of our flags as it was typed; `name` is its long form. */
export interface OwnFlag {
  readonly flag: Flag;
  readonly name: string;
  readonly value?: string;
}

const short: Readonly<Record<string, string>> = { '-h': '--help', '-i': '--identity', '-s': '--stack' };

const flags: Readonly<Record<string, Flag>> = {
  '--affected': { takes: 'nothing' },
  '--all': { takes: 'nothing' },
  '--auto-generate-backend-file': { takes: 'setting', setting: 'autoGenerateBackendFile' },
  '--components': { takes: 'values', what: 'a component' },
  '--deploy-run-init': { takes: 'setting', setting: 'deployRunInit' },
  '--driver': { takes: 'value', what: 'a driver' },
  '--dry-run': { takes: 'nothing' },
  '--failure-mode': { takes: 'value', what: 'a mode' },
  '--format': { takes: 'value', what: 'a format' },
  '--from-plan': { takes: 'maybe-value' },
  '--help': { takes: 'nothing' },
  '--identity': { takes: 'maybe-value' },
  '--include-dependencies': { takes: 'nothing' },
  '--include-dependents': { takes: 'nothing' },
  '--init-pass-vars': { takes: 'setting', setting: 'initPassVars' },
  '--init-run-reconfigure': { takes: 'setting', setting: 'initRunReconfigure' },
  '--max-concurrency': { takes: 'value', what: 'a number' },
  '--planfile': { takes: 'value', what: 'a file' },
  '--process-functions': { takes: 'nothing' },
  '--process-templates': { takes: 'nothing' },
  '--profile': { takes: 'values', what: 'a profile' },
  '--query': { takes: 'value', what: 'a question' },
  '--ref': { takes: 'value', what: 'a commit' },
  '--repo-path': { takes: 'value', what: 'a folder' },
  '--sha': { takes: 'value', what: 'a commit' },
  '--skip': { takes: 'values', what: 'a function' },
  '--skip-init': { takes: 'nothing' },
  '--skip-planfile': { takes: 'setting', setting: 'planSkipPlanfile' },
  '--stack': { takes: 'value', what: 'a stack' },
};

// Flags of Atmos that Terraform does not know either: to pass them on would only give a puzzling error, and to
// drop them would run something else than was asked for.
const otherwise: Readonly<Record<string, string>> = {
  '--append-user-agent': 'Set TF_APPEND_USER_AGENT in the environment.',
  '--base-path': 'Set ATMOS_BASE_PATH in the environment.',
  '--config': 'Set ATMOS_CLI_CONFIG_PATH in the environment.',
  '--config-dir': 'Set ATMOS_CLI_CONFIG_PATH in the environment.',
  '--config-path': 'Set ATMOS_CLI_CONFIG_PATH in the environment.',
  '--logs-file': 'Set `logs.file` in atmos.yaml.',
  '--logs-level': 'Set `logs.level` in atmos.yaml.',
  '--redirect-stderr': 'Redirect in the shell: 2> <file>.',
  '--stacks-dir': 'Set ATMOS_STACKS_BASE_PATH in the environment.',
  '--terraform-command': 'Set ATMOS_COMPONENTS_TERRAFORM_COMMAND in the environment.',
  '--terraform-dir': 'Set ATMOS_COMPONENTS_TERRAFORM_BASE_PATH in the environment.',
  '--upload-status': 'Leave it out.',
};

/**
 * The flag of ours that an argument is, or undefined for whatever is Terraform's: `-state=x` is not `-s`, and
 * `-input=false` is not `-i`. Problem `construct-not-supported` for a flag of Atmos that we do not have.
 */
export function ownFlag(argument: string): OwnFlag | undefined {
  const equals = argument.indexOf('=');
  const typed = equals === -1 ? argument : argument.slice(0, equals);
  const name = own(short, typed) ?? typed;
  const hint = own(otherwise, name);
  if (hint !== undefined) {
    throw new Problem({
      code: 'construct-not-supported',
      message: `atmos-kit does not have Atmos's flag ${name}.`,
      hint,
    });
  }
  const flag = own(flags, name);
  if (flag === undefined) return undefined;
  return { flag, name, ...(equals === -1 ? {} : { value: argument.slice(equals + 1) }) };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
