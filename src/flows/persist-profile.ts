import { shells } from '../domain/shell.ts';
import type { Ports } from '../ports.ts';
import type { ProfileLine } from '../shell/profile-lines.ts';
import { startUpBlock, withProfile } from '../shell/start-up-block.ts';
import { changeOfFile, type FileChange } from './file-change.ts';
import { type Survey, shadowing, surveyShells } from './shell-survey.ts';

/** How the choice of new terminals changes in one shell. */
export interface PersistPlan {
  readonly survey: Survey;
  readonly change: FileChange;
  /** Where the line about ATMOS_PROFILE stands afterwards, from 1 on; undefined where there is none any more. */
  readonly line: number | undefined;
  /** Lines of the person's own that outrank it. */
  readonly over: readonly ProfileLine[];
}

/** What is to be changed so that new terminals of every shell with a block of ours get these profiles, or none. */
export async function planPersist(
  ports: Pick<Ports, 'files' | 'environment' | 'here' | 'shellProbe'>,
  profile: string | undefined,
): Promise<{ readonly plans: readonly PersistPlan[]; readonly damaged: readonly Survey[] }> {
  const surveys = await surveyShells(ports, shells);
  const damaged = surveys.filter(({ damage }) => damage !== undefined);
  const plans = surveys
    .filter(({ block }) => block !== undefined)
    .map((survey): PersistPlan => {
      const { shell, startUp } = survey;
      const change = changeOfFile(ports, startUp.own, (text) =>
        text === undefined ? text : withProfile(text, shell, profile),
      );
      const line = startUpBlock(change.after, shell)?.profileLine;
      return { survey, change, line, over: shadowing(survey.lines) };
    });
  return { plans, damaged };
}
