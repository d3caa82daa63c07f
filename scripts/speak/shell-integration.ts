import type { Problem } from '../../src/domain/problem.ts';
import { changesNothing, type FileChange } from '../../src/flows/file-change.ts';
import type { InstallPlan } from '../../src/flows/install-shell.ts';
import { tilde } from '../../src/flows/shell-places.ts';
import type { Survey } from '../../src/flows/shell-survey.ts';
import type { Ports } from '../../src/ports.ts';
import type { ProfileLine } from '../../src/shell/profile-lines.ts';

/** A line of a start-up file as people read it: `~/.zshrc:12`. */
export const placeText = (
  { file, line }: Pick<ProfileLine, 'file' | 'line'>,
  { around }: Pick<Survey, 'around'>,
): string => `${tilde(file, around)}:${line}`;

/** The files of ours that a plan would write or remove. */
export function writtenLines({
  ours,
  survey,
}: {
  readonly ours: readonly FileChange[];
  readonly survey: Survey;
}): readonly string[] {
  return ours
    .filter((change) => !changesNothing(change))
    .map(({ path, before, after }) => {
      const what = after === undefined ? 'removed' : before === undefined ? 'made' : 'replaced';
      return `${survey.shell}: ${tilde(path, survey.around)} would be ${what}`;
    });
}

/** What an installation has done, and what is still to be known about it. */
export function installedText(
  { survey, left }: InstallPlan,
  profile: string | undefined,
  wasCurrent: boolean,
): string {
  const { shell, startUp, around } = survey;
  const file = tilde(startUp.own, around);
  const done = wasCurrent ? `${file} is up to date` : `installed in ${file}`;
  const sees = profile === undefined ? '' : `; new terminals get ATMOS_PROFILE=${profile}`;
  return [
    `${shell}: ${done}${sees}.`,
    ...left.map(
      (line) =>
        `${placeText(line, survey)} comes later and decides about ATMOS_PROFILE as well; it is more than a plain line, so it was left alone.`,
    ),
    ...loginText(survey),
  ].join('\n');
}

/** What is to be known where login shells do not come to the block. */
export function loginText({ startUp, around }: Survey): readonly string[] {
  if (startUp.loginInstead === undefined) return [];
  const file = tilde(startUp.loginInstead, around);
  return [
    `A login bash (ssh, bash -l) does not come to ${tilde(startUp.own, around)}: put this line into ${file}: [ ! -r ~/.bashrc ] || . ~/.bashrc`,
  ];
}

/** What is wrong with a start-up file that nothing is done about, and what puts it right. */
export function damageText({ message, hint, at }: Problem, around: Survey['around']): string {
  const place = at === undefined || message.includes(at.file) ? '' : `${tilde(at.file, around)}: `;
  return `${place}${message}${hint === undefined ? '' : ` ${hint}`}`;
}

/** Tells that a damaged start-up file is left as it is, where others are changed. */
export function sayLeftAlone({ terminal }: Pick<Ports, 'terminal'>, { shell, damage, around }: Survey): void {
  if (damage !== undefined) terminal.say(`${shell} is left alone. ${damageText(damage, around)}`);
}
