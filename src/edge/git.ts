import { join } from 'node:path';
import { promisify } from 'node:util';
import { Problem } from '../domain/problem.ts';
import type { Git } from '../ports.ts';
import { gitFiles } from './git-files.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The git program on PATH. What a hook says about its own repository (GIT_DIR and the like) does not count: the
 * repository is the one around a folder. Problem `git-failed`.
 */
export function gitProgram(variables: Variables): Git {
  const env = gitEnvironment(variables);
  const git = async (folder: string, args: readonly string[]): Promise<string> => {
    try {
      const { execFile } = process.getBuiltinModule('node:child_process');
      const { stdout } = await promisify(execFile)('git', ['-C', folder, ...args], {
        env,
        maxBuffer: Number.POSITIVE_INFINITY,
      });
      return stdout;
    } catch (cause) {
      throw gitFailed(args, cause);
    }
  };
  const paths = (text: string): string[] => text.split('\0').filter((path) => path !== '');
  return {
    async root(folder) {
      const told = await git(folder, ['rev-parse', '--show-toplevel', '--show-prefix']);
      const [top = '', prefix = ''] = told.split('\n');
      // git says where links lead to; files are asked for by the way that a person went.
      const below = prefix.replace(/\/$/, '');
      if (below === '') return folder;
      return folder.endsWith(`/${below}`) ? folder.slice(0, -below.length - 1) : top;
    },
    async commit(root, name) {
      try {
        return (
          await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
        ).trim();
      } catch (cause) {
        throw new Problem({
          code: 'usage',
          message: `There is no commit ${name} here.`,
          hint: `Fetch it with: git fetch origin ${name.replace(/^refs\/(remotes\/origin|heads)\//, '')}`,
          cause,
        });
      }
    },
    files: (root, commit) => gitFiles(root, commit, env),
    async changed(root, commit) {
      const [changed, added] = await Promise.all([
        git(root, ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', commit, '--']),
        git(root, ['ls-files', '-z', '--others', '--exclude-standard']),
      ]);
      return [...new Set([...paths(changed), ...paths(added)])].map((path) => join(root, path));
    },
    async listed(root) {
      const text = await git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
      return [...new Set(paths(text))];
    },
  };
}

function gitEnvironment(variables: Variables): Record<string, string> {
  const own = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY'];
  const kept = Object.entries(variables).filter(([name]) => !own.includes(name));
  return { ...(Object.fromEntries(kept) as Record<string, string>), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
}

/** A git that is missing, or that refused. */
function gitFailed(args: readonly string[], cause: unknown): Problem {
  const { code, stderr } = cause as { code?: unknown; stderr?: unknown };
  const missing = code === 'ENOENT';
  const said = String(stderr ?? '')
    .trim()
    .split('\n')[0]
    ?.replace(/^fatal: /, '');
  return new Problem({
    code: 'git-failed',
    message: missing ? 'git is not installed.' : `git ${args[0]} failed: ${said || String(code)}.`,
    hint: missing ? 'Install git.' : 'Run this inside of a git repository.',
    cause,
  });
}
