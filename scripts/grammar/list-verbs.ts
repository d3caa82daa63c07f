import { component, evaluation, format, projectChoice, stack } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

const rows = format('table', 'json', 'yaml', 'csv', 'tsv');
const onlyComponent: Flag = {
  type: 'text',
  short: 'c',
  brief: 'Only this component',
  value: 'NAME',
  names: 'components',
};

/** The verbs that list, and those that check. */
export const listVerbs: readonly Verb[] = [
  {
    path: ['list', 'stacks'],
    brief: 'List stacks',
    words: [],
    flags: {
      component: {
        type: 'text',
        short: 'c',
        brief: 'Only stacks that have it',
        value: 'NAME',
        names: 'components',
      },
      format: rows,
      ...projectChoice,
    },
    examples: [
      ['atmos-kit list stacks', ''],
      ['atmos-kit list stacks -c vpc --format json', 'Stacks that have a vpc'],
    ],
  },
  {
    path: ['list', 'components'],
    brief: 'List components, and in how many stacks each is',
    words: [],
    flags: { stack, format: rows, ...projectChoice },
    examples: [['atmos-kit list components -s plat-ue1-dev', 'What one stack has']],
  },
  {
    path: ['list', 'instances'],
    brief: 'List every component of every stack',
    words: [],
    flags: { stack, component: onlyComponent, format: rows, ...projectChoice },
    examples: [['atmos-kit list instances --format csv', 'For a spreadsheet']],
  },
  {
    path: ['list', 'workflows'],
    brief: 'List workflows',
    words: [],
    flags: {
      file: { type: 'text', brief: 'Only those of this file', value: 'FILE', names: 'workflow-files' },
      format: rows,
      ...projectChoice,
    },
    examples: [['atmos-kit list workflows', '']],
  },
  {
    path: ['list', 'profiles'],
    brief: 'List the profiles that ATMOS_PROFILE and --profile may name',
    words: [],
    flags: { format: rows, ...projectChoice },
    examples: [['atmos-kit list profiles', '']],
  },
  {
    path: ['list', 'vars'],
    brief: "List a component's variables in all stacks",
    words: [component],
    flags: { stack, format: rows, ...evaluation, ...projectChoice },
    examples: [['atmos-kit list vars vpc', 'What differs between stacks']],
  },
  {
    path: ['validate', 'stacks'],
    brief: 'Check all manifests and tell everything that is wrong',
    details:
      'Each fault with its file and line, then what is odd but works. The exit code is 1 where there is a fault. Nothing that only the world can answer, such as !exec, is run.',
    words: [],
    flags: { format: format('table', 'json'), ...projectChoice },
    examples: [['atmos-kit validate stacks', 'Before a commit']],
  },
  {
    path: ['validate', 'component'],
    brief: 'Check a component in a stack against its JSON Schemas',
    details:
      'The schemas are those that settings.validation of the component names; --schema-path names another one. OPA policies need the atmos program.',
    words: [component],
    flags: {
      stack,
      'schema-path': {
        type: 'text',
        brief: 'A schema, instead of those in settings.validation',
        value: 'FILE',
      },
      'schema-type': {
        type: 'text',
        brief: 'What that schema is written in',
        value: 'jsonschema|opa',
        choices: ['jsonschema', 'opa'],
      },
      ...evaluation,
      ...projectChoice,
    },
    examples: [['atmos-kit validate component vpc -s plat-ue1-dev', '']],
  },
];
