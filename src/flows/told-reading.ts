import type { Files, Ports, ProgressLine } from '../ports.ts';

/** After so many milliseconds a person wonders. */
const patienceMs = 1000;
const stepMs = 200;

/** Files that tell a person in front of us how far the reading is, once it takes long; `done` takes the line away. */
export function toldReading(
  { files, clock, terminal }: Pick<Ports, 'files' | 'clock' | 'terminal'>,
  what: string,
): { readonly files: Files; done(): void } {
  const started = clock.now().getTime();
  let [reads, told] = [0, started + patienceMs - stepMs];
  let line: ProgressLine | undefined;
  // All of this is one synchronous piece of work: no timer would come to its turn.
  const tell = (): void => {
    const now = clock.now().getTime();
    if (!terminal.interactive || now < told + stepMs) return;
    told = now;
    const text = `${what}: ${reads} files read`;
    if (line === undefined) line = terminal.progress(text);
    else line.update(text);
  };
  return {
    files: {
      stat: (path) => files.stat(path),
      list: (path) => files.list(path),
      read(path) {
        reads += 1;
        tell();
        return files.read(path);
      },
    },
    done: () => line?.end(),
  };
}
