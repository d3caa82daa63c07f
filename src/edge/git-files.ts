import { dirname, join, relative, resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import type { FileEntry, Files } from '../ports.ts';
import { diskFiles } from './disk-files.ts';
import { type GitEntry, readTree } from './git-tree.ts';

/** Text that projects are made of: of these all are fetched at once. */
const usual = /\.(ya?ml|tmpl|json|tf|tfvars)$/;
const largest = 1_000_000;
const mostLinks = 40;

/**
 * The files of a commit in the place of the working folder of the repository at `root`. What lies outside of it, and
 * `.git` itself, is as on disk. Read only; links within the commit are followed. Problem `git-failed`.
 */
export function gitFiles(root: string, commit: string, env: Record<string, string>): Files {
  const disk = diskFiles();
  const git = (args: readonly string[], input?: string): Buffer => {
    try {
      const { execFileSync } = process.getBuiltinModule('node:child_process');
      return execFileSync('git', ['-C', root, ...args], {
        env,
        maxBuffer: Number.POSITIVE_INFINITY,
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(input !== undefined && { input }),
      });
    } catch (cause) {
      throw new Problem({
        code: 'git-failed',
        message: `git ${args[0]} of ${commit} failed.`,
        hint: `Try it: git -C ${root} ${args.join(' ')}`,
        cause,
      });
    }
  };
  let tree: ReadonlyMap<string, GitEntry> | undefined;
  const contents = new Map<string, string>();
  const entries = (): ReadonlyMap<string, GitEntry> => {
    tree ??= readTree(git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit]).toString());
    return tree;
  };

  /** Where a path leads: an entry of the commit, nothing, or a path that is not the commit's to answer. */
  function find(path: string, links = 0): GitEntry | string | undefined {
    const below = relative(root, resolve(path));
    if (below.startsWith('..') || below === '.git' || below.startsWith('.git/')) return path;
    let at = '';
    let entry: GitEntry | undefined = entries().get('');
    const parts = below.split('/').filter((part) => part !== '');
    for (const [index, part] of parts.entries()) {
      at = at === '' ? part : `${at}/${part}`;
      entry = entries().get(at);
      if (entry?.type !== 'link') continue;
      if (links >= mostLinks) return undefined;
      const target = resolve(dirname(join(root, at)), text(entry));
      return find(join(target, ...parts.slice(index + 1)), links + 1);
    }
    return entry;
  }

  function text(entry: GitEntry): string {
    if (!contents.has(entry.hash)) fetch(entry);
    return contents.get(entry.hash) ?? '';
  }

  /** The usual files together, the first time that one is asked for; any other alone. */
  function fetch(wanted: GitEntry): void {
    const all = usual.test(wanted.path)
      ? [...entries().values()].filter(
          (one) => one.type === 'file' && one.size <= largest && usual.test(one.path),
        )
      : [];
    const hashes = [...new Set([wanted, ...all].map(({ hash }) => hash))].filter(
      (hash) => !contents.has(hash),
    );
    const output = git(['cat-file', '--batch'], `${hashes.join('\n')}\n`);
    let from = 0;
    for (const hash of hashes) {
      const end = output.indexOf(10, from);
      const size = Number(output.toString('latin1', from, end).split(' ')[2]);
      contents.set(hash, output.toString('utf8', end + 1, end + 1 + size));
      from = end + 1 + size + 1;
    }
  }

  return {
    stat(path) {
      const found = find(path);
      if (typeof found === 'string') return disk.stat(found);
      return found && { type: found.type === 'link' ? 'other' : found.type, stamp: found.hash };
    },
    read(path) {
      const found = find(path);
      if (typeof found === 'string') return disk.read(found);
      return found?.type === 'file' ? text(found) : undefined;
    },
    list(path) {
      const found = find(path);
      if (typeof found === 'string') return disk.list(found);
      return found?.names?.map((name): FileEntry => {
        const entry = find(join(root, found.path, name));
        const type = typeof entry === 'string' ? disk.stat(entry)?.type : entry?.type;
        return { name, type: type === undefined || type === 'link' ? 'other' : type };
      });
    },
  };
}
