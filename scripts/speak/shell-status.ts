import { tilde } from '../../src/flows/shell-places.ts';
import { type Survey, shadowing } from '../../src/flows/shell-survey.ts';
import type { ProfileLine } from '../../src/shell/profile-lines.ts';
import { columns, json } from './columns.ts';
import { damageText, loginText, placeText } from './shell-integration.ts';

/** One shell as `shell status` tells it. */
export interface ShellStatus {
  readonly survey: Survey;
  /** What new shells themselves said of ATMOS_PROFILE: null for nothing, undefined where they did not answer. */
  readonly seen: Readonly<Record<'interactive' | 'login', string | null | undefined>>;
}

type Kind = 'interactive' | 'login';

/** What a new shell sees, and why. */
interface Outlook {
  /** Null for nothing, undefined where nobody can tell. */
  readonly value: string | null | undefined;
  readonly why: string;
  readonly line: ProfileLine | undefined;
}

function outlook({ survey, seen }: ShellStatus, kind: Kind): Outlook {
  const line = survey.lines[kind].at(-1);
  const told = seen[kind];
  const read = line === undefined ? null : line.value;
  const value = told === undefined ? read : told;
  const place = line && `${placeText(line, survey)}${line.ours ? '' : ', a line of your own'}`;
  if (told === undefined || read === undefined || same(told, read))
    return { value, why: place ?? 'no start-up file sets it', line };
  // What a line says and the shell does not do, or does without a line that was found.
  const why =
    read === null || place === undefined ? 'set by what start-up files run' : `${place}, has no effect there`;
  return { value, why, line: undefined };
}

const same = (told: string | null, read: string | null) => (told ?? '') === (read ?? '');

const shown = (value: string | null | undefined): string =>
  value === undefined ? '(unknown)' : value === null || value === '' ? '(not set)' : value;

/** A line for each shell, and one more where login shells see something else. */
export function statusTable(all: readonly ShellStatus[]): string {
  const rows = all.flatMap((status) => {
    const { survey } = status;
    const main = survey.startUp.terminal;
    const other: Kind = main === 'login' ? 'interactive' : 'login';
    const [first, second] = [outlook(status, main), outlook(status, other)];
    const file =
      survey.block === undefined ? '' : `${tilde(survey.startUp.own, survey.around)}:${survey.block.line}`;
    const differs = shown(first.value) !== shown(second.value);
    return [
      [survey.shell, survey.state, file, 'new terminal', shown(first.value), first.why],
      ...(differs
        ? [['', '', '', other === 'login' ? 'login shell' : 'other shell', shown(second.value), second.why]]
        : []),
    ];
  });
  return columns([['SHELL', 'STATE', 'BLOCK', 'SEEN BY', 'ATMOS_PROFILE', 'WHY'], ...rows]);
}

/** The same for programs. */
export function statusJson(all: readonly ShellStatus[]): string {
  return json(
    all.map((status) => {
      const { survey } = status;
      const of = (kind: Kind) => {
        const { value, why, line } = outlook(status, kind);
        return {
          profile: value ?? null,
          known: value !== undefined,
          why,
          file: line?.file ?? null,
          line: line?.line ?? null,
        };
      };
      return {
        shell: survey.shell,
        state: survey.state,
        file: survey.startUp.own,
        line: survey.block?.line ?? null,
        faults: [...survey.faults, ...(survey.damage === undefined ? [] : [survey.damage.message])],
        shadowed_by: shadowing(survey.lines).map(({ file, line }) => ({ file, line })),
        new_terminal: of(survey.startUp.terminal),
        login_shell: of('login'),
      };
    }),
  );
}

/** What to do about what is not as it should be. */
export function statusNotes(all: readonly ShellStatus[]): readonly string[] {
  return all.flatMap(({ survey }) => {
    const { shell, state, faults, damage, around } = survey;
    const again = `atmos-kit shell install --shell ${shell}`;
    if (damage !== undefined) return [`${shell}: ${damageText(damage, around)}`];
    if (state === 'not installed') return [];
    return [
      ...shadowing(survey.lines).map(
        (line) =>
          `${shell}: ${placeText(line, survey)} outranks the block. ${again} keeps its value and sets the line aside.`,
      ),
      ...(faults.length > 0 ? [`${shell}: ${faults.join(', ')}. ${again} puts that right.`] : []),
      ...survey.strays.map(
        (path) => `${shell}: a block from before is in ${tilde(path, around)}. ${again} moves it.`,
      ),
      ...loginText(survey).map((text) => `${shell}: ${text}`),
    ];
  });
}
