import { isAbsolute, join, resolve } from 'node:path';

export interface BasePathQuestion {
  readonly text: string;
  /** Whether it stands in a configuration file, or was given by flag or environment. */
  readonly from: 'file' | 'given';
  readonly cwd: string;
  readonly configFolder: string | undefined;
  readonly gitRoot: string | undefined;
  readonly ownConfig: boolean;
}

/**
 * The absolute base path of a project. Dot forms start at the folder of atmos.yaml (given ones at the working folder),
 * a bare name is looked for in the repository first, nothing means the repository.
 * Source of the rules: how Atmos resolves base_path, with its surprise that a working folder without configuration of
 * its own turns `.` into the repository's root.
 */
export function resolveBasePath(question: BasePathQuestion, isFolder: (path: string) => boolean): string {
  const { text, from, cwd, gitRoot } = question;
  const configFolder = question.configFolder ?? cwd;
  if (isAbsolute(text)) return resolve(text);
  const wide = wideRoot(question);
  if (wide !== undefined) return wide;
  if (text === '') return gitRoot ?? configFolder;
  if (/^\.{1,2}(\/|$)/.test(text)) return resolve(from === 'given' ? cwd : configFolder, text);
  const places =
    gitRoot !== undefined
      ? [gitRoot, cwd, gitRoot]
      : from === 'given'
        ? [cwd, configFolder, cwd]
        : [configFolder, cwd, configFolder];
  const found = places.slice(0, -1).find((place) => isFolder(join(place, text)));
  return resolve(found ?? (places.at(-1) as string), text);
}

/**
 * The base path that children are told. It is not the one that is used: what a file says is taken from the working
 * folder here, wherever the file stands.
 * Source of the rule: recorded runs of Atmos (test/golden/tf-plan-sequence).
 */
export function toldBasePath(question: BasePathQuestion): string {
  const { text, cwd, gitRoot } = question;
  return wideRoot(question) ?? (text === '' ? (gitRoot ?? cwd) : resolve(cwd, text));
}

/** The repository's root, where a working folder without configuration of its own turns `.` into it. */
function wideRoot({ text, from, ownConfig, gitRoot }: BasePathQuestion): string | undefined {
  return from === 'file' && !ownConfig && (text === '' || text === '.' || text === './')
    ? gitRoot
    : undefined;
}
