import { shells } from '../src/domain/shell.ts';
import { profileInNewShell } from '../src/flows/ask-shell.ts';
import { surveyShells } from '../src/flows/shell-survey.ts';
import { textFlag } from './grammar/verb.ts';
import { shellTexts } from './shell-texts.ts';
import { type ShellStatus, statusJson, statusNotes, statusTable } from './speak/shell-status.ts';
import type { RunVerb } from './verb-context.ts';

/** `shell status`: what is installed in each shell, and what ATMOS_PROFILE will be in a new terminal. */
export const run: RunVerb = async ({ call, ports, print }) => {
  const all = await surveyShells(ports, shells, (shell) => shellTexts(ports, shell, 'auto'));
  const surveys = all.filter(
    ({ shell, state }) => ports.children.find(shell) !== undefined || state !== 'not installed',
  );
  const line = ports.terminal.progress('Asking new shells');
  const statuses = await Promise.all(
    surveys.map(async (survey): Promise<ShellStatus> => {
      // A shell that is not used has nothing to tell, and fish would make its folders.
      const used = survey.startUp.login
        .concat(survey.startUp.interactive)
        .some((path) => ports.files.stat(path));
      const ask = async (login: boolean) => (used ? profileInNewShell(ports, survey.shell, login) : null);
      const [interactive, login] = await Promise.all([ask(false), ask(true)]);
      return { survey, seen: { interactive, login } };
    }),
  ).finally(() => line.end());
  const format = textFlag(call, 'format') ?? 'table';
  print(format === 'json' ? statusJson(statuses) : statusTable(statuses));
  if (format === 'table') for (const note of statusNotes(statuses)) ports.terminal.say(note);
  return 0;
};
