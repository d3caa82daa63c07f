import { profile, stack } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

/** The verb that runs workflows. */
export const workflowVerb = (identity: Flag): Verb => ({
  path: ['workflow'],
  brief: 'Run a workflow of the project',
  details:
    'Without a name it lets you choose one; without a terminal it lists them. A failing step ends the workflow with its exit code, and the command that goes on from it is told.',
  words: [{ name: 'name', brief: 'The workflow', optional: true, names: 'workflows' }],
  flags: {
    file: {
      type: 'text',
      short: 'f',
      brief: 'Its file, below workflows.base_path',
      value: 'FILE',
      names: 'workflow-files',
    },
    stack,
    'from-step': { type: 'text', brief: 'Begin with this step', value: 'STEP' },
    'dry-run': { type: 'switch', brief: 'Print the steps, and do nothing' },
    identity,
    profile,
  },
  examples: [
    ['atmos-kit workflow login -f session', 'Sign in, then say who you are'],
    ['atmos-kit workflow login -f session --from-step whoami', 'Go on there after a failure'],
  ],
});
