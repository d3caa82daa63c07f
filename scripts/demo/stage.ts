import { stripVTControlCharacters, styleText } from 'node:util';
import { $, type ProcessPromise } from 'zx/core';
import type { Scratch } from './scratch.ts';

/** What is shown of a long output; of everything else it is said how much there was. */
export interface Cut {
  /** So many lines from its beginning. */
  readonly first: number;
  /** And whichever of the others matches. */
  readonly keep: RegExp;
}

export interface ShowOptions {
  /** The exit code that the story needs; 0 unless given. */
  readonly exitCode?: number;
  readonly cut?: Cut;
  /** Is told every line once it is shown. */
  readonly watch?: (line: string) => void;
}

/** Ends the demonstration; everything is still taken down. */
export class CurtainCall extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Shows commands as a person would type them, runs exactly those, and shows what they print. */
export class Stage {
  readonly #colour: boolean;
  readonly #added: Record<string, string> = {};
  #scratch: Scratch | undefined;
  #step = 0;
  #running: ProcessPromise | undefined;
  #ended: CurtainCall | undefined;
  #over = false;

  constructor(colour: boolean) {
    this.#colour = colour;
  }

  /** Says where commands run. */
  enter(scratch: Scratch): void {
    this.#scratch = scratch;
  }

  /** Begins the next step. */
  heading(title: string): void {
    this.#step += 1;
    const text = `${this.#step}. ${title}`;
    this.#print(`\n${this.#style(['bold'], text)}\n${this.#style(['dim'], '─'.repeat(text.length))}`);
  }

  /** Speaks to whoever watches. */
  say(text: string): void {
    this.#print(text);
  }

  /** Shows an `export` and lets every later command have the variables. */
  export(variables: Readonly<Record<string, string>>): void {
    Object.assign(this.#added, variables);
    const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    this.#prompt(`export ${words.join(' ')}`);
  }

  /** Runs one line of bash in the project and returns the lines that it printed, escape sequences removed. */
  async show(line: string, { exitCode = 0, cut, watch }: ShowOptions = {}): Promise<readonly string[]> {
    this.#prompt(line);
    const lines: string[] = [];
    let hidden = 0;
    const showHidden = () => {
      if (hidden > 0) this.#print(this.#style(['dim'], `      … ${hidden} lines …`));
      hidden = 0;
    };
    const ended = await this.#run(line, (text) => {
      const plain = stripVTControlCharacters(text);
      lines.push(plain);
      if (cut !== undefined && lines.length > cut.first && !cut.keep.test(plain)) hidden += 1;
      else {
        showHidden();
        this.#print(text);
      }
      watch?.(plain);
    });
    showHidden();
    if (ended === exitCode) return lines;
    // What went wrong may stand among the lines that were left out.
    if (cut !== undefined) this.#print(lines.join('\n'));
    throw new CurtainCall(`That was meant to end with exit code ${exitCode}, not with ${ended}.`, 1);
  }

  /** Runs one line without showing anything; returns what it printed. */
  async whisper(line: string): Promise<string> {
    const lines: string[] = [];
    await this.#run(line, (text) => lines.push(text));
    return lines.join('\n');
  }

  /** Ends the story at its next step, and the command that runs now. A Ctrl-C has reached that one already. */
  end(message: string, exitCode: number, signal?: 'SIGTERM' | 'SIGHUP'): void {
    if (this.#over) return;
    this.#ended ??= new CurtainCall(message, exitCode);
    if (signal !== undefined) void this.#running?.kill(signal).catch(() => {});
  }

  /** From here on nothing ends what is run; true where the story was cut short. */
  takeDown(): boolean {
    const cutShort = this.#ended !== undefined;
    this.#ended = undefined;
    this.#over = true;
    return cutShort;
  }

  async #run(line: string, each: (text: string) => void): Promise<number | null> {
    if (this.#ended !== undefined) throw this.#ended;
    const { project, environment } = this.#scratch as Scratch;
    const child = $({
      cwd: project,
      env: { ...environment, ...this.#added },
      // Ctrl-C reaches the whole foreground group, as it would without us.
      detached: false,
      stdio: ['ignore', 'pipe', 'pipe'],
      nothrow: true,
      quiet: true,
    })`bash -o pipefail -c ${`exec 2>&1; ${line}`}`;
    this.#running = child;
    for await (const text of child) each(text);
    const { exitCode } = await child;
    this.#running = undefined;
    if (this.#ended !== undefined) throw this.#ended;
    return exitCode;
  }

  #prompt(line: string): void {
    this.#print(`\n${this.#style(['green'], '$')} ${this.#style(['bold'], line)}`);
  }

  #print(text: string): void {
    process.stdout.write(`${this.#colour ? text : stripVTControlCharacters(text)}\n`);
  }

  #style(format: Parameters<typeof styleText>[0], text: string): string {
    return this.#colour ? styleText(format, text) : text;
  }
}
