import { component } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

type Shared = Readonly<Record<'stack' | 'identity' | 'profile', Flag>>;

const file: Flag = { type: 'text', short: 'f', brief: 'Write it here instead', value: 'FILE' };
const dryRun: Flag = { type: 'switch', brief: 'Only say what would be done' };
const components: Flag = {
  type: 'texts',
  brief: 'Only these components',
  value: 'NAME[,NAME]',
  names: 'components',
};
const stacks: Flag = { type: 'texts', brief: 'Only these stacks', value: 'NAME[,NAME]', names: 'stacks' };
const template: Flag = {
  type: 'text',
  brief: 'Where to write each, such as {stack}/{component}.json',
  value: 'PATH',
};

/** What `terraform` does beside Terraform's own sub-commands. */
export const terraformVerbs = ({ stack, identity, profile }: Shared): readonly Verb[] => [
  {
    path: ['terraform', 'generate', 'varfile'],
    brief: 'Write the variables of a component',
    words: [component],
    flags: { stack, file, 'dry-run': dryRun, profile },
    examples: [['atmos-kit terraform generate varfile vpc -s plat-ue1-dev', '']],
  },
  {
    path: ['terraform', 'generate', 'backend'],
    brief: 'Write the backend file of a component',
    words: [component],
    flags: { stack, file, 'dry-run': dryRun, profile },
    examples: [['atmos-kit terraform generate backend vpc -s plat-ue1-dev', '']],
  },
  {
    path: ['terraform', 'generate', 'planfile'],
    brief: 'Plan, and write the plan as JSON',
    details:
      'What stands after -- goes to terraform plan. A plan holds secrets in the clear: only you can read the file.',
    words: [component],
    flags: { stack, identity, file, profile },
    examples: [['atmos-kit terraform generate planfile vpc -s plat-ue1-dev -f plan.json', '']],
  },
  {
    path: ['terraform', 'generate', 'varfiles'],
    brief: 'Write the variables of all components',
    words: [],
    flags: { 'file-template': template, components, stacks, 'dry-run': dryRun, profile },
    examples: [['atmos-kit terraform generate varfiles --file-template vars/{stack}/{component}.json', '']],
  },
  {
    path: ['terraform', 'generate', 'backends'],
    brief: 'Write the backend files of all components',
    words: [],
    flags: { 'file-template': template, components, stacks, 'dry-run': dryRun, profile },
    examples: [
      ['atmos-kit terraform generate backends --file-template backends/{stack}/{component}.json', ''],
    ],
  },
  {
    path: ['terraform', 'clean'],
    brief: 'Remove what runs have left in the folders of components',
    details:
      'Generated files, plan files and .terraform, of one component or of all, of one stack or of all. State only with --everything.',
    words: [{ ...component, optional: true }],
    flags: {
      stack,
      force: { type: 'switch', brief: 'Do not ask' },
      'dry-run': dryRun,
      everything: { type: 'switch', brief: 'State files of the local backend as well' },
      profile,
    },
    examples: [['atmos-kit terraform clean vpc -s plat-ue1-dev', 'Shows what would go, and asks']],
  },
  {
    path: ['terraform', 'shell'],
    brief: "Open a shell in a component's folder, as the stack's identity",
    details: 'Plain terraform commands work there: files, backend, workspace and variables are set.',
    words: [component],
    rest: { name: 'arguments', brief: 'Arguments of the shell', optional: true },
    flags: {
      stack,
      identity,
      shell: {
        type: 'text',
        brief: 'This shell instead of $SHELL',
        value: 'SHELL',
        offered: ['zsh', 'bash', 'fish'],
      },
      profile,
    },
    examples: [['atmos-kit terraform shell vpc -s plat-ue1-dev', '']],
  },
];
