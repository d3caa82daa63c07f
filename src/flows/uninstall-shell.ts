import type { Ports } from '../ports.ts';
import { putBack } from '../shell/set-aside.ts';
import { startUpBlock, withoutStartUpBlock } from '../shell/start-up-block.ts';
import { changeOfFile, changesNothing, type FileChange, makeFileChange } from './file-change.ts';
import { writeOurs } from './install-shell.ts';
import { unspelled } from './shell-places.ts';
import { type InstallRecord, readRecord, recordChange } from './shell-record.ts';
import type { Survey } from './shell-survey.ts';

/** What taking the integration of one shell out changes, decided and not yet made. */
export interface UninstallPlan {
  readonly survey: Survey;
  readonly people: readonly FileChange[];
  readonly ours: readonly FileChange[];
}

/**
 * Decides how every file becomes what it was before `makeInstall`, byte for byte, but for what was written there since.
 * Throws Problem `file-unreadable`, also where the marks of the block are not whole.
 */
export function planUninstall(ports: Pick<Ports, 'files' | 'here'>, survey: Survey): UninstallPlan {
  const { shell, startUp, around, own } = survey;
  if (survey.damage !== undefined) throw survey.damage;
  const holders = [...(survey.block === undefined ? [] : [startUp.own]), ...survey.strays];
  const blocks = holders.map((path) => startUpBlock(ports.files.read(path), shell));
  const aside = [...new Set(blocks.flatMap((block) => block?.setAside ?? []))].flatMap(
    (word) => unspelled(shell, word, around) ?? [],
  );
  const others = aside.filter((path) => !holders.includes(path));
  const people = [
    ...others.map((path) => changeOfFile(ports, path, (text) => text && putBack(text))),
    ...holders.map((path) =>
      changeOfFile(ports, path, (text) => {
        const rest = withoutStartUpBlock(text);
        return rest !== undefined && aside.includes(path) ? putBack(rest) : rest;
      }),
    ),
  ];
  const before = readRecord(ports).files[shell] ?? {};
  const ours = [
    ...Object.entries(before).map(([path, text]) => ({
      path,
      before: ports.files.read(path),
      after: text ?? undefined,
    })),
    { path: own.snippet, before: ports.files.read(own.snippet), after: undefined },
  ];
  return { survey, people, ours };
}

/** A plan that leaves everything as it is: nothing of ours is there. */
export const nothingToUndo = ({ people, ours }: UninstallPlan): boolean =>
  [...people, ...ours].every(changesNothing);

/** Makes the changes: a person's own lines come back before the block goes. Throws Problem `file-unwritable`. */
export function makeUninstall(
  ports: Pick<Ports, 'files' | 'here' | 'writer'>,
  { survey, people, ours }: UninstallPlan,
): void {
  for (const change of people) if (!changesNothing(change)) makeFileChange(ports, change);
  for (const change of ours) if (!changesNothing(change)) writeOurs(ports, change);
  const { folders, files } = readRecord(ports);
  const { [survey.shell]: _gone, ...rest } = files;
  const last = Object.keys(rest).length === 0;
  if (last) writeOurs(ports, recordChange(ports, { folders: [], files: {} }));
  const left = emptied(ports, folders);
  if (!last) writeOurs(ports, recordChange(ports, { folders: left, files: rest }));
}

/** Removes those folders of a record in which nothing is left; returns the others. */
function emptied(
  { files, writer }: Pick<Ports, 'files' | 'writer'>,
  folders: InstallRecord['folders'],
): readonly string[] {
  // What is within a folder stands behind it.
  for (const folder of [...folders].sort().reverse()) writer.removeEmpty(folder);
  return folders.filter((folder) => files.stat(folder) !== undefined);
}
