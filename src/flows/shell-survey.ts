import { basename } from 'node:path';
import { isProblem, Problem } from '../domain/problem.ts';
import type { Shell } from '../domain/shell.ts';
import type { Files, Ports } from '../ports.ts';
import { type ProfileLine, profileLines } from '../shell/profile-lines.ts';
import {
  type BlockContent,
  type FoundBlock,
  startUpBlock,
  withStartUpBlock,
} from '../shell/start-up-block.ts';
import { type StartUpFiles, startUpFiles } from '../shell/start-up-files.ts';
import type { Surroundings } from '../shell/surroundings.ts';
import { type OwnFiles, ownFiles, shellSurroundings, spelled } from './shell-places.ts';

/** The texts of this build for a shell. */
export interface ShellTexts {
  /** The snippet; any of them counts as current, because a setting of the project decides between them. */
  readonly snippets: readonly [string, ...string[]];
  readonly completion: string;
}

/** How the integration of one shell stands. */
export interface Survey {
  readonly shell: Shell;
  readonly around: Surroundings;
  readonly startUp: StartUpFiles;
  readonly own: OwnFiles;
  readonly block: FoundBlock | undefined;
  /** Files other than `startUp.own` that have a block of ours from before. */
  readonly strays: readonly string[];
  readonly state: 'not installed' | 'current' | 'outdated' | 'shadowed' | 'damaged';
  /** What is not as it should be, in words. */
  readonly faults: readonly string[];
  readonly damage: Problem | undefined;
  /** Lines about ATMOS_PROFILE in the order in which shells come to them. */
  readonly lines: Readonly<Record<'interactive' | 'login', readonly ProfileLine[]>>;
}

/** Looks at the start-up files of a shell. Without `texts` files of ours only have to be there. Nothing is thrown but bugs. */
export function surveyShell(
  ports: Pick<Ports, 'files' | 'environment' | 'here'>,
  shell: Shell,
  around: Surroundings,
  texts?: ShellTexts,
): Survey {
  const own = ownFiles(ports, shell, around);
  const files = forgiving(ports.files);
  const startUp = startUpFiles(files, shell, around);
  const lines = {
    interactive: profileLines(files, shell, startUp.interactive, around),
    login: profileLines(files, shell, startUp.login, around),
  };
  const base = { shell, around, startUp, own, lines };
  try {
    const text = ports.files.read(startUp.own);
    const block = blockOf(text, startUp.own, shell);
    const strays = startUp.others.filter((path) => blockOf(files.read(path), path, shell) !== undefined);
    if (block === undefined)
      return { ...base, block, strays, state: 'not installed', faults: [], damage: undefined };
    const wanted = withStartUpBlock(text, shell, contentOf(block, base));
    const faults = [
      ...(wanted === text ? [] : ['the block is not as this version writes it']),
      ...faultsOf(files.read(own.snippet), texts?.snippets, 'what it reads'),
      ...faultsOf(files.read(own.completion), texts && [texts.completion], 'the completion'),
    ];
    const shadowed = shadowing(lines).length > 0;
    const state = shadowed ? 'shadowed' : faults.length > 0 ? 'outdated' : 'current';
    return { ...base, block, strays, state, faults, damage: undefined };
  } catch (error) {
    if (!isProblem(error)) throw error;
    return { ...base, block: undefined, strays: [], state: 'damaged', faults: [], damage: error };
  }
}

/** Looks at several shells. Throws Problem `file-unwritable` where no home is named. */
export async function surveyShells(
  ports: Pick<Ports, 'files' | 'environment' | 'here' | 'shellProbe'>,
  shells: readonly Shell[],
  texts?: (shell: Shell) => ShellTexts,
): Promise<readonly Survey[]> {
  const around = await shellSurroundings(ports);
  return shells.map((shell) => surveyShell(ports, shell, around, texts?.(shell)));
}

/** What a block of this build says, with what the one that is there decides. */
export function contentOf(
  { profile, setAside }: Pick<FoundBlock, 'profile' | 'setAside'>,
  { shell, own, around, startUp }: Pick<Survey, 'shell' | 'own' | 'around' | 'startUp'>,
): BlockContent {
  const shared = basename(startUp.own) === '.profile';
  return { profile, snippet: spelled(shell, own.snippet, around), setAside, shared };
}

/** Lines of a person's own that come after the one of our block, and so outrank it. */
export function shadowing(lines: Survey['lines']): readonly ProfileLine[] {
  const later = [lines.interactive, lines.login].flatMap((all) => {
    const ours = all.findLastIndex((line) => line.ours);
    return ours === -1 ? [] : all.slice(ours + 1);
  });
  return distinct(later);
}

/** Every line once. */
export function distinct(lines: readonly ProfileLine[]): readonly ProfileLine[] {
  return [...new Map(lines.map((line) => [`${line.line}:${line.file}`, line])).values()];
}

/** The line that decides what a new terminal sees; that of a login shell where no other says anything. */
export function deciding({ lines, startUp }: Pick<Survey, 'lines' | 'startUp'>): ProfileLine | undefined {
  const other = startUp.terminal === 'login' ? 'interactive' : 'login';
  return lines[startUp.terminal].at(-1) ?? lines[other].at(-1);
}

function faultsOf(text: string | undefined, wanted: readonly string[] | undefined, what: string): string[] {
  if (text === undefined) return [`${what} is missing`];
  return wanted === undefined || wanted.includes(text) ? [] : [`${what} is of another version`];
}

// Whoever has several start-up files must know which one is meant.
function blockOf(text: string | undefined, file: string, shell: Shell): FoundBlock | undefined {
  try {
    return startUpBlock(text, shell);
  } catch (error) {
    if (!isProblem(error) || error.hint === undefined) throw error;
    const { code, message, hint } = error;
    throw new Problem({ code, message, hint, at: { file } });
  }
}

// A start-up file that the person may not read tells nothing; where it is the one to change, that is said there.
function forgiving(files: Files): Files {
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (isProblem(error)) return undefined;
      throw error;
    }
  };
  return {
    stat: (path) => attempt(() => files.stat(path)),
    read: (path) => attempt(() => files.read(path)),
    list: (path) => attempt(() => files.list(path)),
  };
}
