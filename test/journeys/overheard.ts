/** What the programs of a test say, whoever started them: outputs that go through pipes, and terminals. */
import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { stripVTControlCharacters } from 'node:util';
import { type PseudoTerminal, terminals } from '../src/edge/pseudo-terminal.ts';
import type { Found } from './secrets-in.ts';

export interface Overheard {
  found(): readonly Found[];
  stop(): void;
}

/** Listens to every program that this process starts from now on, until it is stopped. */
export function overhear(nameOf: (argv: readonly string[]) => string): Overheard {
  const said = new Map<string, string[]>();
  const screens: { readonly argv: readonly string[]; readonly terminal: PseudoTerminal }[] = [];
  const started = (message: unknown) => {
    const { process: child } = message as { readonly process: ChildProcess };
    // Node tells of a child before it has started; whoever starts it has not heard anything either at this time.
    process.nextTick(() => {
      const name = nameOf(child.spawnargs ?? []);
      for (const stream of ['stdout', 'stderr'] as const) {
        const place = `${stream} of ${name}`;
        const texts = said.get(place) ?? [];
        said.set(place, texts);
        child[stream]?.on('data', (data: Buffer | string) => texts.push(String(data)));
      }
    });
  };
  const shown = (message: unknown) => void screens.push(message as (typeof screens)[number]);
  subscribe('child_process', started);
  subscribe(terminals, shown);
  return {
    found: () => [
      ...[...said].map(([place, texts]) => ({ place, text: texts.join('') })),
      ...screens.map(({ argv, terminal }) => ({
        place: `terminal of ${nameOf(argv)}`,
        // What does not fit into a line stands in two.
        text: stripVTControlCharacters(terminal.shown()).replace(/\r?\n/g, ''),
      })),
    ],
    stop() {
      unsubscribe('child_process', started);
      unsubscribe(terminals, shown);
    },
  };
}
