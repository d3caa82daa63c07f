import { describeVerbs } from './describe-verbs.ts';
import { listVerbs } from './list-verbs.ts';
import { component, format, profile, stack } from './shared-flags.ts';
import { terraformVerbs } from './terraform-verbs.ts';
import type { Flag, Verb } from './verb.ts';
import { workflowVerb } from './workflow-verb.ts';

/** Whom to run as. */
export const identity: Flag = {
  type: 'asks',
  short: 'i',
  brief: 'Run as this identity; without a name, choose one',
  value: 'NAME',
};
const folder: Flag = { type: 'text', brief: "The emulator's folder", value: 'FOLDER' };

/** Every verb of the program, in the order in which help shows them. */
export const verbs: readonly Verb[] = [
  {
    path: ['login'],
    brief: 'Sign in, then say who you are',
    words: [],
    flags: {
      profile,
      provider: { type: 'text', brief: 'Where to sign in', value: 'NAME' },
      device: { type: 'switch', brief: 'Use a code instead of a browser here' },
    },
    examples: [['atmos-kit login', 'Once a day']],
  },
  {
    path: ['plan'],
    brief: 'Plan a component in a stack, signing in first where that is needed',
    details:
      'Short for "terraform plan". Component and stack are asked for where they are missing. Unknown flags go to Terraform.',
    words: [{ ...component, optional: true }],
    flags: { stack, identity, profile },
    takesAnything: true,
    examples: [['atmos-kit plan vpc -s plat-ue1-dev', "As the stack's own identity"]],
  },
  {
    path: ['apply'],
    brief: 'Apply a component in a stack, signing in first where that is needed',
    details:
      'Short for "terraform apply". Component and stack are asked for where they are missing. Unknown flags go to Terraform.',
    words: [{ ...component, optional: true }],
    flags: { stack, identity, profile },
    takesAnything: true,
    examples: [['atmos-kit apply vpc -s plat-ue1-dev', 'Terraform shows the plan and asks']],
  },
  {
    path: ['auth', 'login'],
    brief: 'Sign in at a provider',
    details:
      'Opens your browser; over SSH, without a display or with --device it shows a code to enter in any browser. With --identity, keys of that identity are made as well.',
    words: [],
    flags: {
      provider: { type: 'text', short: 'p', brief: 'Where to sign in', value: 'NAME' },
      identity,
      device: { type: 'switch', brief: 'Use a code instead of a browser here' },
      force: { type: 'switch', brief: 'Sign in again although you are signed in' },
      profile,
    },
    examples: [
      ['atmos-kit auth login --provider sso', 'In the browser'],
      ['atmos-kit auth login --device', 'With a code, on a machine without a browser'],
    ],
  },
  {
    path: ['auth', 'whoami'],
    brief: 'Say who is signed in, or who an identity is',
    details:
      'Without an identity it speaks of the sign-in: where, since when and until when. Exit code 2 means that nobody is signed in.',
    words: [],
    flags: {
      identity,
      output: { ...format('table', 'json'), short: 'o' },
      format: format('table', 'json'),
      profile,
    },
    examples: [
      ['atmos-kit auth whoami', 'The sign-in'],
      [
        'atmos-kit auth whoami --identity plat-dev/terraform -o json',
        'Account, role, ARN and time left, for programs',
      ],
    ],
  },
  {
    path: ['auth', 'list'],
    brief: 'List providers and identities, and what is signed in',
    words: [],
    flags: { format: format('table', 'json', 'csv'), profile },
    examples: [['atmos-kit auth list --format json', 'For programs']],
  },
  {
    path: ['auth', 'logout'],
    brief: 'Sign out, here and at the portal',
    details:
      'Without a name it signs out of every provider of the project. Keys that were already handed out stay valid until they end; how long that is, is said.',
    words: [{ name: 'identity', brief: "Forget only this identity's keys", optional: true }],
    flags: {
      provider: { type: 'text', short: 'p', brief: 'Sign out of this provider only', value: 'NAME' },
      identity: { type: 'text', short: 'i', brief: "Forget only this identity's keys", value: 'NAME' },
      'dry-run': { type: 'switch', brief: 'Only say what would be removed' },
      profile,
    },
    examples: [['atmos-kit auth logout', 'At the end of the day']],
  },
  {
    path: ['auth', 'process'],
    brief: 'Print keys for an AWS SDK (credential_process)',
    words: [],
    flags: {
      identity: { type: 'text', short: 'i', brief: 'Whose keys', value: 'NAME' },
      chain: { type: 'text', brief: 'A file that says how the keys are made', value: 'FILE' },
      profile,
    },
    examples: [['atmos-kit auth process --identity plat-dev/terraform', 'One JSON object on stdout']],
    hidden: true,
  },
  {
    path: ['identity'],
    brief: 'Say which identity runs a component in a stack, and why',
    words: [component],
    flags: {
      stack,
      identity,
      explain: { type: 'switch', brief: 'Also the chain, and every identity that lost' },
      format: format('table', 'json'),
      profile,
    },
    examples: [
      ['atmos-kit identity vpc -s plat-ue1-dev', 'The identity and the reason'],
      ['atmos-kit identity vpc -s plat-ue1-dev --explain', 'With file and line of everything that had a say'],
    ],
  },
  {
    path: ['terraform'],
    brief: "Run Terraform for a component in a stack, as the stack's identity",
    details:
      'terraform plan|apply|destroy|init|output|show|… COMPONENT -s STACK. Backend, variables and workspace are made ready first. Flags that are not listed here, and everything after --, go to Terraform; its exit code comes back as it is. --identity=false runs without an identity, on purpose.',
    words: [{ name: 'subcommand', brief: "Terraform's own, such as plan" }, component],
    flags: {
      stack,
      identity,
      'dry-run': { type: 'switch', brief: 'Print the commands and files, and do nothing' },
      format: format('table', 'json'),
      'skip-init': { type: 'switch', brief: 'Leave terraform init out' },
      'from-plan': { type: 'switch', brief: 'Apply the plan file of the last plan' },
      planfile: { type: 'text', brief: 'Apply this plan file', value: 'FILE' },
      'auto-approve': { type: 'switch', brief: 'Apply without asking' },
      all: { type: 'switch', brief: 'Every component, of the stack or of all' },
      components: { type: 'texts', brief: 'These components', value: 'NAME[,NAME]' },
      query: { type: 'text', brief: 'Those of which this is true', value: 'EXPRESSION' },
      affected: { type: 'switch', brief: 'Those that differ from --ref' },
      ref: { type: 'text', brief: 'What to compare with', value: 'COMMIT' },
      'include-dependencies': { type: 'switch', brief: 'And what they depend on' },
      'include-dependents': { type: 'switch', brief: 'And what depends on them' },
      'failure-mode': {
        type: 'text',
        brief: 'After a failure',
        value: 'fail-fast|keep-going',
        choices: ['fail-fast', 'keep-going'],
      },
      'max-concurrency': { type: 'text', brief: 'So many at once, in different folders', value: 'N' },
      driver: {
        type: 'text',
        brief: 'Who prepares and runs Terraform',
        value: 'auto|native|atmos',
        choices: ['auto', 'native', 'atmos'],
      },
      profile,
    },
    takesAnything: true,
    examples: [
      ['atmos-kit terraform plan vpc -s plat-ue1-dev', ''],
      ['atmos-kit terraform apply vpc -s plat-ue1-dev -auto-approve', ''],
      ['atmos-kit terraform plan vpc -s plat-ue1-dev --dry-run', 'What would run, and with which files'],
      ['atmos-kit terraform plan --all -s plat-ue1-dev', 'In the order of their dependencies'],
    ],
  },
  ...terraformVerbs({ stack, identity, profile }),
  ...describeVerbs,
  ...listVerbs,
  workflowVerb(identity),
  {
    path: ['emulator', 'start'],
    brief: 'Start the local Identity Center and S3, on 127.0.0.1',
    words: [],
    flags: {
      port: { type: 'text', brief: 'The port; 9911 unless named', value: 'N' },
      seed: { type: 'text', brief: 'People, accounts and rights, as YAML', value: 'FILE' },
      dir: folder,
      foreground: { type: 'switch', brief: 'Stay in this terminal; Ctrl-C ends it' },
      idle: {
        type: 'text',
        brief: 'Stop by itself after this long without a request (8h)',
        value: 'DURATION',
      },
    },
    examples: [['atmos-kit emulator start', 'Then: ATMOS_PROFILE=developers,local atmos-kit login']],
  },
  {
    path: ['emulator', 'stop'],
    brief: 'Stop it',
    words: [],
    flags: { dir: folder },
    examples: [['atmos-kit emulator stop', '']],
  },
  {
    path: ['emulator', 'status'],
    brief: 'Say whether it runs, where, and who may sign in',
    words: [],
    flags: { dir: folder, format: format('table', 'json') },
    examples: [['atmos-kit emulator status', '']],
  },
  {
    path: ['emulator', 'logs'],
    brief: "Print the server's log, or its audit log",
    words: [],
    flags: {
      dir: folder,
      audit: { type: 'switch', brief: 'Who did what as which role, as JSON lines' },
      lines: { type: 'text', short: 'n', brief: 'Only the last N lines', value: 'N' },
    },
    examples: [['atmos-kit emulator logs --audit -n 20', '']],
  },
  {
    path: ['emulator', 'reset'],
    brief: 'Forget all sign-ins, keys and state objects',
    words: [],
    flags: { dir: folder, yes: { type: 'switch', short: 'y', brief: 'Do not ask' } },
    examples: [['atmos-kit emulator reset --yes', '']],
  },
];
