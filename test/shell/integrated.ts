/** Real shells on a terminal that have read what `shell init` prints, at a desk where somebody is signed in. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import { makeWorkplace, type Workplace } from '../../bench/workplace.ts';
import type { Shell } from '../../src/domain/shell.ts';
import { quoteCommand } from '../../src/domain/shell-word.ts';
import { type PseudoTerminal, startOnTerminal } from '../src/edge/pseudo-terminal.ts';

/** A shell as people have it. */
export interface Variant {
  readonly name: string;
  readonly shell: Shell;
  readonly argv: readonly [string, ...string[]];
  /** The start-up file that reads the snippet, below the home; without one it is read by hand. */
  readonly startUp?: string;
  /** What is set before. */
  readonly before?: string;
}

export const variants: readonly Variant[] = [
  { name: 'bash', shell: 'bash', argv: ['bash', '--norc', '--noprofile', '-i'] },
  { name: 'bash, login', shell: 'bash', argv: ['bash', '-l', '-i'], startUp: '.bash_profile' },
  {
    name: 'bash --posix -u',
    shell: 'bash',
    argv: ['bash', '--posix', '--norc', '--noprofile', '-i'],
    before: 'set -u',
  },
  { name: 'zsh', shell: 'zsh', argv: ['zsh', '-f', '-i'] },
  {
    name: 'zsh, login, with sh_word_split, no_unset and err_return',
    shell: 'zsh',
    argv: ['zsh', '-l', '-i'],
    startUp: '.zshrc',
    before: 'setopt sh_word_split no_unset err_return prompt_subst',
  },
  { name: 'fish', shell: 'fish', argv: ['fish', '--no-config', '-i'] },
  { name: 'fish, login', shell: 'fish', argv: ['fish', '-l', '-i'], startUp: '.config/fish/config.fish' },
];

/** A workplace whose program notes each time that it is started. */
export interface Seat {
  readonly place: Workplace;
  /** The folder that is first on PATH. */
  readonly bin: string;
  /** How often the program was started since this was asked last. */
  started(): number;
  /** While this is there, the program prints half of an answer and then waits. */
  readonly slow: string;
}

/** Puts a program of the name atmos-kit in front of the one of a workplace. */
function seatAt(place: Workplace): Seat {
  const bin = join(place.folder, 'seat');
  mkdirSync(bin, { recursive: true });
  const [log, slow] = [join(bin, 'log'), join(bin, 'slow')];
  const script = [
    '#!/bin/sh',
    `echo started >>${log}`,
    `if [ -e ${slow} ]; then echo 'export AWS_PROFILE=half'; echo waiting >&2; read -r line </dev/tty; fi`,
    `exec ${quoteCommand([process.execPath, place.program])} "$@"`,
  ];
  program(bin, 'atmos-kit', script.join('\n'));
  program(
    bin,
    'tell',
    `#!/bin/sh\necho "got<\${AWS_PROFILE-unset}><\${ATMOS_KIT_IDENTITY-unset}><\${AWS_VAULT-unset}><\${AWS_REGION-unset}><\${AWS_MFA_SERIAL-unset}>"\n`,
  );
  return {
    place,
    bin,
    slow,
    started() {
      const count = existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0;
      rmSync(log, { force: true });
      return count;
    },
  };
}

export function program(folder: string, name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return file;
}

/** A PATH with the seat and what commands need, and without any atmos. */
export function pathOf({ bin, place }: Seat): string {
  const tools = join(place.folder, 'tools');
  if (!existsSync(tools)) {
    mkdirSync(tools);
    for (const name of [
      'sh',
      'env',
      'stat',
      'cat',
      'sleep',
      'kill',
      'date',
      'node',
      'uname',
      'tty',
      'stty',
      'bash',
      'zsh',
      'fish',
    ])
      for (const folder of ['/usr/bin', '/bin'])
        if (existsSync(join(folder, name)) && !existsSync(join(tools, name)))
          symlinkSync(join(folder, name), join(tools, name));
  }
  return `${bin}:${tools}`;
}

/** A shell that somebody types into. */
export interface IntegratedShell {
  readonly terminal: PseudoTerminal;
  /** Types a line, and resolves to what was shown until the next prompt. */
  line(text: string): Promise<string>;
  /** Types keys; ^C and ^Z are those. */
  type(keys: string): void;
  shows(text: string): Promise<void>;
  end(): Promise<void>;
}

const ready: Readonly<Record<Shell, string>> = {
  bash: `bind 'set enable-bracketed-paste off'; PS1='rea''dy> '`,
  zsh: `unsetopt zle prompt_cr prompt_sp; PS1='rea''dy> '`,
  fish: `function fish_prompt; printf 'rea''dy> '; end; function fish_greeting; end`,
};

/** How the prompt of a shell without start-up files ends. */
const firstPrompt: Readonly<Record<Shell, string>> = {
  bash: process.getuid?.() === 0 ? '# ' : '$ ',
  zsh: process.getuid?.() === 0 ? '# ' : '% ',
  fish: process.getuid?.() === 0 ? '# ' : '> ',
};

/** The seat of all tests of a file; `ready` is done before the first of them. */
export function oneSeat(ready: (seat: Seat) => void = () => {}): () => Seat {
  let seat: Seat | undefined;
  test.before(async () => {
    seat = seatAt(await makeWorkplace(join(import.meta.dirname, '..', '..')));
    ready(seat);
  });
  test.after(async () => {
    endShells();
    await seat?.place.close();
  });
  return () => {
    if (seat === undefined) throw new Error('The seat is there while tests run, and not before.');
    return seat;
  };
}

/** What shows how the last command ended, as `s=` and a number. */
export const status: Readonly<Record<Shell, string>> = {
  bash: 'echo "s=$?"',
  zsh: 'echo "s=$?"',
  fish: 'echo "s=$status"',
};

const patienceMs = 20_000;

const open = new Set<PseudoTerminal>();

/** Ends the shells of tests that failed: this process would wait for them. */
function endShells(): void {
  for (const { pid } of open) process.kill(pid, 'SIGKILL');
}

/** Starts a shell that reads the snippet of the program. */
export async function integrated(
  seat: Seat,
  { shell, argv, startUp, before }: Variant,
  variables: Readonly<Record<string, string>> = {},
): Promise<IntegratedShell> {
  const { place } = seat;
  const home = place.environment['HOME'] as string;
  const { stdout } = await execa(process.execPath, [place.program, 'shell', 'init', shell], {
    cwd: place.project,
    env: place.environment,
    extendEnv: false,
  });
  // fish makes completions of all manuals where it has none.
  for (const path of ['.config/fish', '.local/share/fish/generated_completions'])
    mkdirSync(join(home, path), { recursive: true });
  const file = join(home, `snippet.${shell}`);
  writeFileSync(file, `${stdout}\n`);
  const read = `source '${file}'`;
  // The system's own start-up files of a login shell may begin PATH anew.
  const path = shell === 'fish' ? '' : `PATH='${pathOf(seat)}'`;
  if (startUp !== undefined)
    writeFileSync(join(home, startUp), `${[path, before, ready[shell], read].filter(Boolean).join('\n')}\n`);
  const terminal = startOnTerminal(
    argv,
    place.project,
    {
      ...place.environment,
      // fish asks a terminal that can do nothing for less.
      TERM: 'xterm-256color',
      PATH: pathOf(seat),
      HISTFILE: '',
      ...variables,
    },
    300,
  );
  open.add(terminal);
  terminal.ended.then(() => open.delete(terminal));
  const shows = async (text: string) => {
    const guard = setTimeout(() => process.kill(terminal.pid, 'SIGKILL'), patienceMs);
    await terminal.waitFor(text).finally(() => clearTimeout(guard));
  };
  const type = (keys: string) => terminal.type(keys.replaceAll('^C', '\x03').replaceAll('^Z', '\x1a'));
  const line = async (text: string) => {
    const from = terminal.shown().length;
    type(`${text}\r`);
    await shows('ready> ');
    return terminal
      .shown()
      .slice(from)
      .replace(/\x1b(\[[0-9;?]*[A-Za-z]|[()=>][0-9A-Z]?|\][^\x07]*\x07)/g, '');
  };
  if (startUp === undefined) {
    // What is typed before a shell reads keys may be lost.
    await shows(firstPrompt[shell]);
    for (const each of [before, ready[shell], read]) {
      if (each === undefined) continue;
      type(`${each}\r`);
      await shows(each === before ? firstPrompt[shell] : 'ready> ');
    }
  } else await shows('ready> ');
  return {
    terminal,
    line,
    type,
    shows,
    async end() {
      process.kill(terminal.pid, 'SIGKILL');
      await terminal.ended;
    },
  };
}
