/** What `doctor` and its like ask of the machine; every question has a deadline, in milliseconds. */
export interface Inspection {
  /** The first line that a program prints; undefined where it prints none in time. It is killed then. */
  firstLine(file: string, args: readonly string[], timeoutMs: number): Promise<string | undefined>;
  /** What an HTTP server says the time is, and how far away it is; undefined where nobody answers. */
  serverTime(
    url: string,
    timeoutMs: number,
  ): Promise<{ readonly date?: Date; readonly awayMs: number } | undefined>;
  /** When a file was last written to; undefined where there is none. */
  modified(path: string): Date | undefined;
  /** What killed processes have left. */
  leftovers(): readonly Leftover[];
}

/** A claim to a lease whose process is gone, or a file that was never finished. */
export interface Leftover {
  readonly kind: 'claim' | 'draft';
  readonly path: string;
}
