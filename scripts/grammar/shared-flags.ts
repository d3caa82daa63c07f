import { credentialModes } from '../../src/domain/credential-mode.ts';
import { functionNames } from '../../src/yaml/yaml-function.ts';
import type { Flag, Word } from './verb.ts';

// Flags and words that several verbs have.

export const profile: Flag = {
  type: 'texts',
  brief: 'Profiles to use, left to right, instead of ATMOS_PROFILE',
  value: 'NAME[,NAME]',
  names: 'profiles',
};

export const stack: Flag = {
  type: 'text',
  short: 's',
  brief: 'The stack, such as plat-ue1-dev',
  value: 'STACK',
  names: 'stacks',
};

export const component: Word = {
  name: 'component',
  brief: 'The component, such as vpc',
  names: 'components',
};

export const format = (...choices: string[]): Flag => ({
  type: 'text',
  short: 'f',
  brief: 'How to print it',
  value: choices.join('|'),
  choices,
});

/** Which project is meant, for verbs that only look. */
export const projectChoice: Readonly<Record<string, Flag>> = {
  profile,
  'base-path': { type: 'text', brief: "The project's folder, instead of ATMOS_BASE_PATH", value: 'FOLDER' },
  'config-path': {
    type: 'texts',
    brief: 'Folders of atmos.yaml, instead of the search for one',
    value: 'FOLDER[,FOLDER]',
  },
  'settings-list-merge-strategy': {
    type: 'text',
    brief: 'What happens where two lists meet',
    value: 'replace|append|merge',
    choices: ['replace', 'append', 'merge'],
  },
};

const functions = functionNames.map((name) => name.slice(1));

/** How values are worked out. */
export const evaluation: Readonly<Record<string, Flag>> = {
  'process-templates': { type: 'toggle', brief: 'Whether templates are filled in' },
  'process-functions': { type: 'toggle', brief: 'Whether YAML functions such as !exec are worked out' },
  skip: {
    type: 'texts',
    brief: 'Functions that stay text, such as exec',
    value: 'NAME[,NAME]',
    offered: functions,
  },
  'error-mode': {
    type: 'text',
    brief: 'What a value that cannot be told yet is: (computed), or a failure',
    value: 'warn|strict',
    choices: ['warn', 'strict'],
  },
};

export const query: Flag = {
  type: 'text',
  short: 'q',
  brief: 'Print only what this expression finds, such as .vars.name',
  value: 'EXPRESSION',
};

/** Whom to run as. */
export const identity: Flag = {
  type: 'asks',
  short: 'i',
  brief: 'Run as this identity; without a name, choose one',
  value: 'NAME',
  names: 'identities',
};

/** How whoever gets keys gets them. */
export const credentials: Flag = {
  type: 'text',
  brief: 'How the keys are handed over, instead of kit.credentials',
  value: credentialModes.join('|'),
  choices: credentialModes,
};
