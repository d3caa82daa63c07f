import type { AtmosFunction } from '../src/domain/project.ts';
import type { Shell } from '../src/domain/shell.ts';
import type { ShellTexts } from '../src/flows/shell-survey.ts';
import type { Ports } from '../src/ports.ts';
import { completionText } from './completion-text.ts';
import { snippetText } from './shell-snippet.ts';

/** What an installation writes for a shell; the first snippet is the one that the project around us asks for. */
export function shellTexts(
  ports: Pick<Ports, 'files' | 'here'>,
  shell: Shell,
  wanted: AtmosFunction,
): ShellTexts {
  const others = (['auto', 'always', 'never'] as const).filter((one) => one !== wanted);
  const snippet = (atmosFunction: AtmosFunction) => snippetText(ports, shell, { atmosFunction });
  return {
    snippets: [snippet(wanted), ...others.map(snippet)],
    completion: completionText(ports, shell),
  };
}
