import { join } from 'node:path';
import type { AtmosFunction } from '../src/domain/project.ts';
import type { Shell } from '../src/domain/shell.ts';
import { quoteForShell } from '../src/domain/shell-word.ts';
import type { ShellTexts } from '../src/flows/shell-survey.ts';
import type { Ports } from '../src/ports.ts';
import { completionText } from './completion-text.ts';
import { snippetText } from './shell-snippet.ts';
import { shellText } from './shell-text.ts';

/** What an installation writes for a shell; the first snippet is the one that the project around us asks for. */
export function shellTexts(
  ports: Pick<Ports, 'files' | 'here'>,
  shell: Shell,
  wanted: AtmosFunction,
): ShellTexts {
  const others = (['auto', 'always', 'never'] as const).filter((one) => one !== wanted);
  const snippet = (atmosFunction: AtmosFunction) =>
    `${snippetText(ports, shell, { atmosFunction })}${shell === 'zsh' ? lazyCompletion(ports) : ''}`;
  return {
    snippets: [snippet(wanted), ...others.map(snippet)],
    completion: completionText(ports, shell),
  };
}

/** zsh has no folder for a person's completions, so it is told of the one that an installation writes. */
function lazyCompletion(ports: Pick<Ports, 'files' | 'here'>): string {
  const folder = quoteForShell(join(ports.here.shell, 'zsh'));
  return shellText(ports, 'zsh', 'lazy').replaceAll('#{{folder}}', () => folder);
}
