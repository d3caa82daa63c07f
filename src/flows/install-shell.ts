import { isProblem, Problem, withHint } from '../domain/problem.ts';
import type { Files, Ports } from '../ports.ts';
import { type ProfileLine, profileLines } from '../shell/profile-lines.ts';
import { setAside } from '../shell/set-aside.ts';
import {
  type BlockContent,
  blockLines,
  marks,
  startUpBlock,
  withoutStartUpBlock,
  withStartUpBlock,
} from '../shell/start-up-block.ts';
import { changeOfFile, changesNothing, type FileChange, makeFileChange } from './file-change.ts';
import { spelled } from './shell-places.ts';
import { readRecord, recordChange, recorded } from './shell-record.ts';
import { contentOf, distinct, type ShellTexts, type Survey, shadowing } from './shell-survey.ts';

/** What an installation for one shell changes, decided and not yet made. */
export interface InstallPlan {
  readonly survey: Survey;
  /** Changes of a person's files, in the order in which they are to be made. */
  readonly people: readonly FileChange[];
  /** Files of ours. */
  readonly ours: readonly FileChange[];
  /** The lines to paste where our block cannot be written. */
  readonly block: string;
  /** Lines of a person's own that outrank the block and cannot be taken out by a program. */
  readonly left: readonly ProfileLine[];
}

/**
 * Decides what an installation changes. A person's own lines about ATMOS_PROFILE that stand beside the block or outrank it are
 * set aside where the block has a value, and put back by `planUninstall`.
 * Throws Problem `file-unreadable`, `file-unwritable`.
 */
export function planInstall(
  ports: Pick<Ports, 'files' | 'here' | 'shellProbe'>,
  survey: Survey,
  profile: string | undefined,
  texts: ShellTexts,
): InstallPlan {
  const { shell, startUp, around } = survey;
  if (survey.damage !== undefined) throw survey.damage;
  const strays = survey.strays.map((path) => changeOfFile(ports, path, withoutStartUpBlock));
  const known = [survey.block, ...strays.map(({ before }) => startUpBlock(before, shell))].flatMap(
    (block) => block?.setAside ?? [],
  );
  const content: BlockContent = contentOf({ profile, setAside: [...new Set(known)] }, survey);
  const block = blockText(survey, content);
  refuseStore(ports, startUp.own, block);

  const draft = changeOfFile(ports, startUp.own, (text) => withStartUpBlock(text, shell, content));
  const files = withChanges(ports.files, [draft, ...strays]);
  const lines = {
    interactive: profileLines(files, shell, startUp.interactive, around),
    login: profileLines(files, shell, startUp.login, around),
  };
  const over = shadowing(lines);
  const beside = distinct([...lines.interactive, ...lines.login]).filter(
    (line) => !line.ours && line.file === startUp.own,
  );
  const aside = profile === undefined ? [] : distinct([...beside, ...over]).filter(({ plain }) => plain);
  const paths = [...new Set(aside.map(({ file }) => file))];
  const names = paths.map((path) => spelled(shell, path, around));
  const out = (path: string, text: string) =>
    setAside(
      text,
      aside.filter(({ file }) => file === path).map(({ line }) => line),
      path,
      content.setAside.includes(spelled(shell, path, around)),
    );
  const all = { ...content, setAside: [...new Set([...content.setAside, ...names])] };
  const main: FileChange = {
    ...draft,
    after: withStartUpBlock(
      paths.includes(startUp.own) ? out(startUp.own, draft.after as string) : draft.after,
      shell,
      all,
    ),
  };
  const others = paths
    .filter((path) => path !== startUp.own)
    .map((path) => changeOfFile(ports, path, (text) => text && out(path, text)));
  const people = [main, ...strays, ...others];
  for (const { path } of people) refuseStore(ports, path, block);
  return {
    survey,
    people,
    ours: oursOf(ports, survey, texts),
    block,
    left: over.filter((line) => !aside.includes(line)),
  };
}

/**
 * Makes the changes: what the block reads before the block, and the block before other lines are set aside, so that whatever
 * stops us leaves shells that start. Throws Problem `file-unwritable`, with the lines to paste where the block was refused.
 */
export function makeInstall(
  ports: Pick<Ports, 'files' | 'here' | 'writer'>,
  { people, ours, block, survey }: InstallPlan,
): void {
  const paths = [...ours, ...people].map(({ path }) => path);
  const record = recorded(ports, readRecord(ports), survey.shell, paths, survey.own.completion);
  const recording = recordChange(ports, record);
  if (!changesNothing(recording)) writeOurs(ports, recording);
  for (const change of ours) if (!changesNothing(change)) writeOurs(ports, change);
  for (const change of people) {
    if (changesNothing(change)) continue;
    try {
      makeFileChange(ports, change);
    } catch (error) {
      if (!isProblem(error) || change.path !== survey.startUp.own) throw error;
      throw withPaste(error, block);
    }
  }
}

/** Makes a change of a file of ours: others may read it, because it holds nothing secret. */
export function writeOurs({ writer }: Pick<Ports, 'writer'>, { path, after }: FileChange): void {
  if (after === undefined) writer.remove(path, 'kept');
  else writer.write(path, after, 0o644);
}

/** The block with its marks, as it is pasted by hand. */
function blockText({ shell }: Survey, content: BlockContent): string {
  return [marks.begin, ...blockLines(shell, content), marks.end, ''].join('\n');
}

/** What `--print` prints: the block, without looking at the person's own lines. */
export function blockToPaste(survey: Survey, profile: string | undefined): string {
  return blockText(survey, contentOf({ profile, setAside: [] }, survey));
}

function oursOf({ files }: Pick<Ports, 'files'>, { own }: Survey, texts: ShellTexts): readonly FileChange[] {
  const file = (path: string, after: string): FileChange => ({ path, before: files.read(path), after });
  return [file(own.snippet, texts.snippets[0]), file(own.completion, texts.completion)];
}

// home-manager makes such files anew: what is written there would be lost, and may be shared by everybody.
function refuseStore({ shellProbe }: Pick<Ports, 'shellProbe'>, path: string, block: string): void {
  const real = shellProbe.realPath(path);
  if (!real.startsWith('/nix/store/')) return;
  const problem = new Problem({
    code: 'file-unwritable',
    message: `${path} leads to ${real}, which is made by Nix and not to be changed.`,
    at: { file: path },
  });
  throw withPaste(problem, block);
}

const withPaste = (problem: Problem, block: string): Problem =>
  withHint(problem, `Put these lines there yourself:\n\n${block}`);

function withChanges(files: Files, changes: readonly FileChange[]): Files {
  const texts = new Map(changes.map(({ path, after }) => [path, after]));
  return {
    ...files,
    read: (path) => (texts.has(path) ? texts.get(path) : files.read(path)),
    stat: (path) => (texts.get(path) === undefined ? files.stat(path) : { type: 'file', stamp: '' }),
  };
}
