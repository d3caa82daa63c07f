/** What is asked of this machine about shells. */
export interface ShellProbe {
  /**
   * What a program writes to file descriptor 3, without the variables named in `without`. It has no terminal, and what it
   * says elsewhere is not heard. Undefined where it does not end by itself in so many milliseconds; it is killed then, with
   * its children.
   */
  writtenToThree(
    argv: readonly [file: string, ...args: string[]],
    timeoutMs: number,
    without?: readonly string[],
  ): Promise<string | undefined>;
  /** Where a path leads to once every link is followed; itself where nothing is there. */
  realPath(path: string): string;
}
