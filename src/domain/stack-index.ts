import type { Project } from './project.ts';

/** Which stacks a manifest can be. Whoever asks for one stack opens only the manifests that may be it. */
export interface StackIndex {
  /** The names of all stacks that a manifest is, where they are known and still true; undefined: open it. */
  stacksOf(project: Project, file: string): readonly string[] | undefined;
  /** Is told of a manifest that was opened: the names, and everything beside the project that they rest on. */
  learn(project: Project, file: string, stacks: readonly string[], touched: Touched): void;
}

/** What a piece of work looked at: paths of files and folders, names of variables (`PREFIX*` for all with a beginning). */
export interface Touched {
  readonly paths: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
}
