import { format, identity, profile } from './shared-flags.ts';
import type { Verb, Word } from './verb.ts';

const account: Word = {
  name: 'account',
  brief: 'The account, by its name (what identities of it begin with) or number',
  optional: true,
  names: 'accounts',
};

const runs = (subcommand: 'plan' | 'apply', brief: string): Verb => ({
  path: [`${subcommand}-account`],
  brief,
  details:
    'An account has the components that run as an identity of it. The first failure stops the rest, and the command that goes on from there is told. Without an account you are asked for one.',
  words: [account],
  rest: { name: 'arguments', brief: 'Arguments of Terraform', optional: true },
  flags: {
    from: {
      type: 'text',
      brief: 'Begin with this one, as after a failure',
      value: 'STACK/COMPONENT',
    },
    identity,
    'dry-run': { type: 'switch', brief: 'Print the commands and files, and do nothing' },
    format: format('table', 'json'),
    profile,
  },
  examples:
    subcommand === 'plan'
      ? [
          ['atmos-kit plan-account plat-dev', 'Everything that is run in plat-dev'],
          ['atmos-kit plan-account plat-dev -- -detailed-exitcode', 'Exit code 2 where something differs'],
        ]
      : [
          ['atmos-kit apply-account plat-dev', 'Terraform asks before each'],
          ['atmos-kit apply-account plat-dev --from plat-ue1-dev/vpc', 'Go on there after a failure'],
        ],
});

/** Verbs that are about whole accounts. */
export const accountVerbs: readonly Verb[] = [
  runs('plan', 'Plan all components of an account in the order of their dependencies'),
  runs('apply', 'Apply all components of an account in dependency order'),
  {
    path: ['preflight'],
    brief: 'Say whether all is well, and who runs what with what rights',
    details:
      'doctor, validate stacks and auth validate, one after the other, and then a table of who runs which component as what role. Exit code 1 where one of them fails, or where it cannot be told who runs something.',
    words: [account],
    flags: { format: format('table', 'json'), profile },
    examples: [
      ['atmos-kit preflight', 'Every account'],
      ['atmos-kit preflight plat-prod', 'Who would run what there'],
    ],
  },
];
