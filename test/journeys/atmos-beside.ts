/** A PATH with this program under its name, and a stand-in for the atmos binary beside it. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Begun, begin, type Desk, type Ended, program } from './desk.ts';

const standIn = join(import.meta.dirname, 'programs', 'stand-in-atmos.mjs');

export class AtmosBeside {
  readonly #desk: Desk;
  readonly #folder: string;
  readonly #log: string;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#folder = join(desk.folder, 'bin');
    this.#log = join(desk.folder, 'atmos-calls');
    mkdirSync(this.#folder, { recursive: true });
    this.write('atmos', `exec '${process.execPath}' '${standIn}' "$@"`);
    this.write('atmos-kit', `exec '${process.execPath}' '${program}' "$@"`);
  }

  /** Puts a program on PATH: a script of sh. */
  write(name: string, script: string): void {
    writeFileSync(join(this.#folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(this.#folder, name), 0o755);
  }

  get variables(): Readonly<Record<string, string>> {
    const PATH = `${this.#folder}:${this.#desk.variables['PATH']}`;
    return { ...this.#desk.variables, PATH, STAND_IN_LOG: this.#log };
  }

  begin(
    name: 'atmos' | 'atmos-kit',
    words: string | readonly string[],
    own: Readonly<Record<string, string>> = {},
  ): Begun {
    const args = typeof words === 'string' ? words.split(' ') : words;
    return begin([join(this.#folder, name), ...args], this.#desk.project, { ...this.variables, ...own });
  }

  run(...call: Parameters<AtmosBeside['begin']>): Promise<Ended> {
    return this.begin(...call).ended;
  }

  /** The calls of the stand-in so far. */
  calls(): readonly string[] {
    if (!existsSync(this.#log)) return [];
    return readFileSync(this.#log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as string[]).join(' '));
  }
}
