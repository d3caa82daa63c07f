import { join } from 'node:path';
import { $ } from 'zx/core';
import type { Ports } from '../src/ports.ts';

/** What a person touched in a repository since some time. */
export interface Touched {
  readonly root: string;
  /** The last commit before that time; the first one of all where there is none. */
  readonly before: string;
  /** Absolute paths of files of the person's commits since then, and of those that are not committed. */
  readonly paths: readonly string[];
}

/**
 * Asks git what the person who commits here (`user.email`) touched; everybody's commits count where it knows no such person.
 * Merges count as those who wrote what they bring. Throws Problem `git-failed` where there is no repository or no commit.
 */
export async function touchedSince(
  { git }: Pick<Ports, 'git'>,
  folder: string,
  since: Date,
): Promise<Touched> {
  const root = await git.root(folder);
  const head = await git.commit(root, 'HEAD');
  const ask = async (...words: readonly string[]): Promise<string> =>
    (await $({ quiet: true, nothrow: true })`git -C ${root} ${words}`).stdout;
  const email = (await ask('config', 'user.email')).trim();
  const when = since.toISOString();
  const own = await ask(
    ...['log', `--since=${when}`, '--no-merges', '--name-only', '-z', '--format=', '--fixed-strings'],
    ...(email === '' ? [] : [`--author=<${email}>`]),
    head,
    '--',
  );
  const before =
    (await ask('rev-list', '-1', `--before=${when}`, head)).trim() ||
    ((await ask('rev-list', '--max-parents=0', head)).trim().split('\n').at(-1) ?? head);
  const committed = own.split('\0').map((path) => path.replace(/^\n+/, ''));
  return {
    root,
    before,
    paths: [
      ...new Set([
        ...committed.filter((path) => path !== '').map((path) => join(root, path)),
        ...(await git.changed(root, head)),
      ]),
    ],
  };
}
