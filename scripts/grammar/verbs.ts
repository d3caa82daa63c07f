import { terraformSubcommands } from '../../src/terraform/subcommands.ts';
import { accountVerbs } from './account-verbs.ts';
import { clusterVerbs } from './cluster-verbs.ts';
import { credentialVerbs } from './credential-verbs.ts';
import { dayVerbs } from './day-verbs.ts';
import { describeVerbs } from './describe-verbs.ts';
import { doctorVerb } from './doctor-verb.ts';
import { geodesicVerbs } from './geodesic-verbs.ts';
import { handOverVerbs } from './hand-over-verbs.ts';
import { identityVerbs } from './identity-verbs.ts';
import { listVerbs } from './list-verbs.ts';
import { profileVerbs } from './profile-verbs.ts';
import { component, format, identity, profile, stack } from './shared-flags.ts';
import { shellIntegrationVerbs } from './shell-integration-verbs.ts';
import { shellVerbs } from './shell-verbs.ts';
import { signInVerbs } from './sign-in-verbs.ts';
import { terraformVerbs } from './terraform-verbs.ts';
import type { Flag, Verb } from './verb.ts';
import { workflowVerb } from './workflow-verb.ts';

const folder: Flag = { type: 'text', brief: "The emulator's folder", value: 'FOLDER' };

/** Every verb of the program, in the order in which help shows them. */
export const verbs: readonly Verb[] = [
  {
    path: ['login'],
    brief: 'Sign in, then say who you are',
    words: [],
    flags: {
      profile,
      provider: { type: 'text', brief: 'Where to sign in', value: 'NAME', names: 'providers' },
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
  ...dayVerbs,
  ...accountVerbs,
  ...signInVerbs,
  ...identityVerbs,
  ...credentialVerbs,
  ...handOverVerbs,
  ...clusterVerbs,
  {
    path: ['terraform'],
    brief: "Run Terraform for a component in a stack, as the stack's identity",
    details:
      'terraform plan|apply|destroy|init|output|show|… COMPONENT -s STACK. Backend, variables and workspace are made ready first. Flags that are not listed here, and everything after --, go to Terraform; its exit code comes back as it is. --identity=false runs without an identity, on purpose.',
    words: [
      { name: 'subcommand', brief: "Terraform's own, such as plan", choices: [...terraformSubcommands] },
      component,
    ],
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
      components: { type: 'texts', brief: 'These components', value: 'NAME[,NAME]', names: 'components' },
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
  ...profileVerbs,
  workflowVerb(identity),
  ...geodesicVerbs,
  ...shellIntegrationVerbs,
  ...shellVerbs,
  doctorVerb,
  {
    path: ['explain'],
    brief: 'Say more about a Problem, by its code',
    details: 'Without a code it lists the codes that there is more to say about. Works without a network.',
    words: [
      {
        name: 'code',
        brief: 'As it stands behind "More:", such as clock-skew',
        optional: true,
        names: 'codes',
      },
    ],
    flags: { format: format('table', 'json', 'yaml', 'csv', 'tsv') },
    examples: [
      ['atmos-kit explain role-not-assigned', ''],
      ['atmos-kit explain', 'Every code, and what it means'],
    ],
  },
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
      latency: { type: 'text', brief: 'Each answer takes this much longer', value: 'DURATION' },
      'portal-limit': {
        type: 'text',
        brief: 'The portal refuses more requests in a second (AWS: 20)',
        value: 'N',
      },
    },
    examples: [
      ['atmos-kit emulator start', 'Then: ATMOS_PROFILE=developers,local atmos-kit login'],
      ['atmos-kit emulator start --latency 50ms --portal-limit 20', 'As far away and as strict as AWS'],
    ],
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
