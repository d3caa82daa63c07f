/** Real shells on a terminal, each with a completion loaded and `atmos-kit` on PATH. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoteCommand, quoteForShell } from '../../src/domain/shell-word.ts';
import type { Desk } from '../journeys/desk.ts';
import { type PseudoTerminal, startOnTerminal } from '../src/edge/pseudo-terminal.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

const program = join(import.meta.dirname, '..', '..', 'dist', 'atmos-kit.cjs');

/**
 * Puts `atmos-kit` into a folder of the desk, as an installed package has it, and returns a PATH that begins there. Each
 * start is a line of the desk's file `calls`.
 */
function pathWithProgram(desk: Desk): string {
  const folder = join(desk.folder, 'bin');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'atmos-kit');
  const [notes, command] = [join(desk.folder, 'calls'), quoteCommand([process.execPath, program])];
  writeFileSync(file, `#!/bin/sh\necho "$*" >> ${quoteForShell(notes)}\nexec ${command} "$@"\n`);
  chmodSync(file, 0o755);
  return `${folder}:${desk.variables['PATH']}`;
}

const begin: Readonly<Record<Shell, readonly [string, ...string[]]>> = {
  bash: ['bash', '--norc', '--noprofile', '-i'],
  zsh: ['zsh', '-f', '-i'],
  fish: ['fish', '--no-config', '-i'],
};

// A line that is entered shows its words instead of running them.
const show: Readonly<Record<Shell, string>> = {
  bash: `atmos-kit() { printf 'got'; printf '<%s>' "$@"; printf '\\n'; }`,
  zsh: `atmos-kit() { printf 'got'; printf '<%s>' "$@"; printf '\\n'; }`,
  fish: `function atmos-kit; printf got; printf '<%s>' $argv; printf '\\n'; end`,
};

// Ends in a prompt that nothing of what is typed looks like.
const ready: Readonly<Record<Shell, string>> = {
  bash: `bind 'set enable-bracketed-paste off'; PS1='rea''dy> '`,
  zsh: `autoload -U compinit && compinit -u -D; zstyle ':completion:*' menu no; PS1='rea''dy> '`,
  fish: `function fish_prompt; printf 'rea''dy> '; end; function fish_greeting; end`,
};

/** A shell that somebody types into. */
export interface TypedShell {
  /** Types keys: `⇥` is the tabulator key, `←` the left one, `⏎` ends the line. */
  type(keys: string): void;
  /** Resolves once the text is shown; ends the shell, and rejects with the whole screen, where it does not come. */
  shows(text: string): Promise<void>;
  shown(): string;
  end(): Promise<void>;
}

export interface CompletingOptions {
  /** Where it is; in the project unless given. */
  readonly cwd?: string;
  /** Verbs that print what it reads: the completion alone unless given. */
  readonly reads?: readonly ('completion' | 'shell init')[];
}

/** A shell that completes; `atmos-kit WORDS⏎` shows `got<WORD><WORD>`. */
export async function completingShell(
  desk: Desk,
  shell: Shell,
  { cwd = desk.project, reads = ['completion'] }: CompletingOptions = {},
): Promise<TypedShell> {
  const files = await Promise.all(
    reads.map(async (verb) => {
      const printed = await desk.kit(`${verb} ${shell}`);
      if (printed.exitCode !== 0) throw new Error(printed.stderr);
      const file = join(desk.folder, `${verb.replace(' ', '-')}.${shell}`);
      writeFileSync(file, printed.stdout);
      return file;
    }),
  );
  const variables = { ...desk.variables, PATH: pathWithProgram(desk), HISTFILE: '' };
  const typed = typedInto(startOnTerminal(begin[shell], cwd, variables, 200));
  for (const line of [ready[shell], ...files.map((file) => `source ${file}`), show[shell]]) {
    typed.type(`${line}⏎`);
    await typed.shows('ready> ');
  }
  return typed;
}

export interface InstalledShell extends TypedShell {
  /** Every start of the program so far. */
  calls(): readonly string[];
}

/** A new terminal of somebody for whom `shell install` was run; zsh has its completion system on. */
export async function installedShell(desk: Desk, shell: Shell): Promise<InstalledShell> {
  writeFileSync(join(desk.home, '.zshrc'), 'autoload -U compinit && compinit -u -D\n');
  const installed = await desk.kit(`shell install --shell ${shell} --profile developers,local --yes`);
  if (installed.exitCode !== 0) throw new Error(installed.stderr);
  const variables = { ...desk.variables, PATH: pathWithProgram(desk), HISTFILE: '' };
  const typed = typedInto(startOnTerminal([shell, '-i'], desk.project, variables, 200));
  const notes = join(desk.folder, 'calls');
  return {
    ...typed,
    calls: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd().split('\n') : []),
  };
}

// A shell waits for the next line for ever, so a test that waits for what never comes has to end it.
const patienceMs = 60_000;

export function typedInto(terminal: PseudoTerminal): TypedShell {
  return {
    type(keys) {
      for (const key of keys.replaceAll('←', '\x1b[D').split(/([⇥⏎])/))
        terminal.type({ '⇥': '\t', '⏎': '\r' }[key] ?? key);
    },
    async shows(text) {
      const guard = setTimeout(() => process.kill(terminal.pid, 'SIGKILL'), patienceMs);
      await terminal.waitFor(text).finally(() => clearTimeout(guard));
    },
    shown: () => terminal.shown(),
    async end() {
      try {
        process.kill(terminal.pid, 'SIGKILL');
      } catch {
        // It has ended by itself: what the test waited for says more.
      }
      await terminal.ended;
    },
  };
}
