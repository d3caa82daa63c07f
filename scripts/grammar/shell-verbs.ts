import { profile, stack } from './shared-flags.ts';
import type { Verb } from './verb.ts';

/** Verbs that shells ask. */
export const shellVerbs: readonly Verb[] = [
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
    words: [{ name: 'source', brief: 'stacks, components, identities, providers, profiles or workflows' }],
    flags: { stack, profile },
    examples: [['atmos-kit complete stacks', 'A line each']],
    hidden: true,
  },
];
