import type { AtmosFunction } from '../src/domain/project.ts';
import type { Shell } from '../src/domain/shell.ts';
import { quoteCommand } from '../src/domain/shell-word.ts';
import type { Ports } from '../src/ports.ts';
import { shellText } from './shell-text.ts';

/** What a project has to say about the snippet of a shell. */
export interface SnippetSettings {
  readonly atmosFunction: AtmosFunction;
}

/**
 * What a shell reads at its start: functions that put identities into it and need no Node for what is warm, and the
 * segment of its prompt. Nothing in it starts a program. Throws Problem `file-unreadable`.
 */
export function snippetText(
  ports: Pick<Ports, 'files' | 'here'>,
  shell: Shell,
  { atmosFunction }: SnippetSettings,
): string {
  const program = quoteCommand(ports.here.program);
  const settings =
    shell === 'fish'
      ? `set -g _atmos_kit_installed ${program}\nset -g _atmos_kit_atmos ${atmosFunction}`
      : `_atmos_kit_installed=(${program})\n_atmos_kit_atmos=${atmosFunction}`;
  // Functions: what stands in a path must not be taken for a pattern of replace.
  return shellText(ports, shell, 'init')
    .replace('#{{settings}}', () => settings)
    .replace('#{{use}}', () => useText(ports, shell));
}

/** The part of it that puts an identity into a shell and takes it out again. Throws Problem `file-unreadable`. */
export function useText(ports: Pick<Ports, 'files' | 'here'>, shell: Shell): string {
  return shellText(ports, shell, 'use');
}
