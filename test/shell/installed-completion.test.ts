/** The completion that `shell install` writes is found by a new terminal, with nothing else done by hand. */
import { existsSync } from 'node:fs';
import { test } from 'uvu';
import type { Shell } from '../../src/domain/shell.ts';
import { startOnTerminal } from '../src/edge/pseudo-terminal.ts';
import { withPerson } from './person.ts';
import { typedInto } from './shells.ts';

const bashCompletion = '/usr/share/bash-completion/bash_completion';

for (const [what, shell, startUp, text] of [
  ['zsh, with compinit before the block', 'zsh', '.zshrc', 'autoload -U compinit && compinit -u -D\n'],
  ['zsh with a home that is hard to quote', 'zsh', '.zshrc', 'autoload -U compinit && compinit -u -D\n'],
  [
    'bash, with bash-completion',
    'bash',
    '.bashrc',
    `. ${bashCompletion}\nbind 'set enable-bracketed-paste off'\n`,
  ],
  [
    'fish',
    'fish',
    '.config/fish/config.fish',
    'function fish_prompt; printf "> "; end; function fish_greeting; end\n',
  ],
] as const satisfies readonly (readonly [string, Shell, string, string])[])
  if (shell !== 'bash' || existsSync(bashCompletion))
    test(`${what}: verbs are completed in a new terminal`, () =>
      withPerson(async (person) => {
        const hard = what.includes('quote') ? { XDG_DATA_HOME: person.at("d'a t$a") } : {};
        person.write(startUp, text);
        await person.kit(`shell install --shell ${shell} --profile devops --yes`, hard);
        const variables = { ...person.variables, XDG_DATA_HOME: person.at('.local', 'share') };
        const typed = typedInto(startOnTerminal([shell, '-i'], person.project, variables, 200));
        try {
          typed.type(`printf 'be%s\\n' gun⏎`);
          await typed.shows('begun\r\n');
          typed.type('atmos-kit profile uns⇥ --dry⇥');
          await typed.shows('unset');
          await typed.shows('-run');
        } finally {
          await typed.end();
        }
      }));
  else console.log('SKIPPED bash-completion is not installed: the completion of bash was not looked for');

test.run();
