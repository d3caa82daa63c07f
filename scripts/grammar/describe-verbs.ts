import { component, evaluation, format, projectChoice, query, stack } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

const looks = {
  format: format('yaml', 'json'),
  query,
};
const includeSettings: Flag = { type: 'switch', brief: 'Also the settings of each' };

/** The verbs that say everything about something. */
export const describeVerbs: readonly Verb[] = [
  {
    path: ['describe', 'component'],
    brief: 'Print what a component is made of in a stack',
    details:
      'Prints vars, settings, env, backend, metadata, overrides, providers, imports, dependencies, component and hooks. Everything there is with describe.component.filter: full (ATMOS_DESCRIBE_COMPONENT_FILTER=full), which is what --query looks into. Queries are written in the part of the language that yq and jq share.',
    words: [component],
    flags: {
      stack,
      ...looks,
      provenance: { type: 'toggle', brief: 'File and line beside each value' },
      ...evaluation,
      ...projectChoice,
    },
    examples: [
      ['atmos-kit describe component vpc -s plat-ue1-dev', 'As YAML'],
      ['atmos-kit describe component vpc -s plat-ue1-dev --provenance', 'Where each value was written'],
      [
        "atmos-kit describe component vpc -s plat-ue1-dev --query '.vars.name' --format json",
        'One value, for programs',
      ],
    ],
  },
  {
    path: ['describe', 'stacks'],
    brief: 'Print the components of all stacks',
    details:
      'Only what is shown is worked out. Where manifests or components are broken the rest is shown, what is wrong is told on stderr, and the exit code is 1.',
    words: [],
    flags: {
      stack,
      components: {
        type: 'texts',
        brief: 'Only these components',
        value: 'NAME[,NAME]',
        names: 'components',
      },
      'component-types': {
        type: 'texts',
        brief: 'Only these types',
        value: 'TYPE[,TYPE]',
        offered: ['terraform', 'helmfile', 'packer'],
      },
      sections: {
        type: 'texts',
        brief: 'Only these sections, such as vars',
        value: 'NAME[,NAME]',
        offered: ['vars', 'env', 'settings', 'metadata', 'backend', 'providers', 'hooks'],
      },
      'include-empty-stacks': { type: 'switch', brief: 'Also stacks that have nothing to show' },
      ...looks,
      ...evaluation,
      ...projectChoice,
    },
    examples: [
      ['atmos-kit describe stacks --sections vars -s plat-ue1-dev', ''],
      ['atmos-kit describe stacks --query keys --format json', 'The names of all stacks'],
    ],
  },
  {
    path: ['describe', 'config'],
    brief: 'Print the configuration that atmos.yaml and profiles come to',
    words: [],
    flags: { ...looks, ...projectChoice },
    examples: [["atmos-kit describe config --query '.stacks'", 'How stacks are found and named']],
  },
  {
    path: ['describe', 'workflows'],
    brief: 'Print the workflows',
    words: [],
    flags: {
      output: {
        type: 'text',
        short: 'o',
        brief: 'A list of names, names by file, or everything',
        value: 'list|map|all',
        choices: ['list', 'map', 'all'],
      },
      ...looks,
      ...projectChoice,
    },
    examples: [['atmos-kit describe workflows --output map', 'Names of workflows by file']],
  },
  {
    path: ['describe', 'dependents'],
    brief: 'Print what depends on a component in a stack',
    words: [component],
    flags: { stack, 'include-settings': includeSettings, ...looks, ...evaluation, ...projectChoice },
    examples: [
      ['atmos-kit describe dependents vpc -s plat-ue1-dev', 'What must be looked at when vpc changes'],
    ],
  },
  {
    path: ['describe', 'affected'],
    brief: 'Print which components differ from another commit, and why',
    details:
      'Compares what is in the working folder with a commit: the base of a pull request, say. Without --ref, --sha or --repo-path that is the default branch of origin. Reasons are stack.metadata, component, component.module, stack.vars, stack.env, stack.settings, file, folder and deleted. Templates are filled in; YAML functions are compared as they are written.',
    words: [],
    flags: {
      ref: { type: 'text', brief: 'A branch or tag to compare with, such as refs/heads/main', value: 'REF' },
      sha: { type: 'text', brief: 'A commit to compare with', value: 'SHA' },
      'repo-path': { type: 'text', brief: 'Another copy of the repository to compare with', value: 'FOLDER' },
      stack,
      'include-dependents': { type: 'switch', brief: 'Also what depends on each' },
      'include-settings': includeSettings,
      'process-templates': evaluation['process-templates'] as Flag,
      ...looks,
      ...projectChoice,
    },
    examples: [
      ['atmos-kit describe affected --ref refs/remotes/origin/main', 'What this branch changes'],
      ["atmos-kit describe affected --query '[.[].stack_slug]' --format json", 'For programs'],
    ],
  },
];
