import { credentials, profile, projectChoice, stack } from './shared-flags.ts';
import type { Flag, Verb } from './verb.ts';

/** Verbs that shells ask. */
export const shellVerbs: readonly Verb[] = [
  {
    path: ['use'],
    brief: 'Put an identity into this shell',
    details:
      'From then on what you start in this shell runs as that identity; --off takes it out and puts back what was there. Nothing secret is in the environment unless --credentials says so, and Terraform still takes the identity of its stack. It needs what `atmos-kit shell install` gives your shell; without that, the shell has to run what is printed with --shell.',
    words: [{ name: 'identity', brief: 'Whom to run as; asked for', optional: true, names: 'identities' }],
    flags: {
      off: { type: 'switch', brief: 'Take it out again' },
      shell: {
        type: 'text',
        brief: 'Print what this shell has to run',
        value: 'zsh|bash|fish',
        choices: ['zsh', 'bash', 'fish'],
      },
      credentials,
      profile,
    },
    examples: [
      ['atmos-kit use plat-dev/ReadOnlyAccess', 'In a shell with the integration'],
      ['atmos-kit use --off', 'As it was before'],
      ['eval "$(atmos-kit use plat-dev/ReadOnlyAccess --shell bash)"', 'In any bash'],
    ],
  },
  {
    path: ['shell', 'init'],
    brief: 'Print what a shell reads at its start',
    details:
      'Functions that let atmos-kit change the shell itself (use, profile use), run what is warm without Node, and name the identity in the prompt. It starts no program. atmos stands for atmos-kit where PATH has none; kit.shell.atmos_function in atmos.yaml (auto, always, never) decides.',
    words: [{ name: 'shell', brief: 'zsh, bash or fish', choices: ['zsh', 'bash', 'fish'] }],
    flags: {},
    examples: [
      ['eval "$(atmos-kit shell init zsh)"', 'In ~/.zshrc; for bash, in ~/.bashrc'],
      ['atmos-kit shell init fish | source', 'In config.fish'],
    ],
  },
  {
    path: ['completion'],
    brief: 'Print the completion of a shell',
    details:
      'Verbs and flags stand in it; only for names of the project is atmos-kit asked. Keep it as a file that your shell loads when it is first needed, and write it again after an update.',
    words: [{ name: 'shell', brief: 'zsh, bash or fish', choices: ['zsh', 'bash', 'fish'] }],
    flags: {},
    examples: [
      [
        'atmos-kit completion bash > ~/.local/share/bash-completion/completions/atmos-kit',
        'bash, with bash-completion',
      ],
      ['atmos-kit completion fish > ~/.config/fish/completions/atmos-kit.fish', 'fish'],
      ['atmos-kit completion zsh > ~/.zsh/completions/_atmos-kit', 'zsh, with that folder on fpath'],
    ],
  },
  {
    path: ['complete'],
    brief: 'Print names of the project, for the completion of a shell',
    words: [
      {
        name: 'source',
        brief:
          'accounts, stacks, components, identities, providers, profiles, workflows, workflow-files or codes',
      },
    ],
    flags: {
      stack,
      component: { type: 'text', brief: 'Of stacks, those that have it', value: 'NAME' },
      workflow: { type: 'text', brief: 'Of workflow files, those that have it', value: 'NAME' },
      file: { type: 'text', brief: 'Of workflows, those of this file', value: 'FILE' },
      profile,
      'base-path': projectChoice['base-path'] as Flag,
      'config-path': projectChoice['config-path'] as Flag,
    },
    examples: [['atmos-kit complete stacks', 'A line each']],
    hidden: true,
  },
];
