import { dirname, join } from 'node:path';

/**
 * What a shell needs to run a command as an identity without this program: what was found out, and everything that must be as
 * it was for that to hold. Nothing secret. The readers are shell/{bash,zsh,fish}/init.*.
 */
export interface ShellState {
  /** How this machine's `stat` is asked for stamps. */
  readonly stat: 'gnu' | 'bsd' | 'none';
  /** The folder where it was found out, without links. */
  readonly folder: string;
  /** The file that says when the keys are no longer fresh. */
  readonly endsFile: string;
  /** Files and folders that must be there, whatever they hold. */
  readonly there: readonly string[];
  /** Path → stamp (see `stampOf`). */
  readonly stamps: readonly (readonly [path: string, stamp: string])[];
  readonly absent: readonly string[];
  /** Variables that must not be set. */
  readonly without: readonly string[];
  /** Variables that must be exported with this value. */
  readonly with: readonly (readonly [name: string, value: string])[];
  /** Names to unset; a `*` stands for anything. */
  readonly unset: readonly string[];
  readonly set: readonly (readonly [name: string, value: string])[];
  /** How a shell is marked that runs as the identity from now on. */
  readonly marks: readonly (readonly [name: string, value: string])[];
}

/** Which question a state answers. */
export interface ShellQuestion {
  /** The folder as the shell names it. */
  readonly folder: string;
  /** ATMOS_PROFILE. */
  readonly profile: string;
  /** As it was typed; the empty string where nothing was. */
  readonly identity: string;
}

/**
 * The file of a state, where a shell finds it with builtins alone; undefined for what a shell does not look for. `answers` is
 * the folder of memos, which it stands beside.
 */
export function shellStatePath(
  answers: string,
  { folder, profile, identity }: ShellQuestion,
): string | undefined {
  if (!/^[A-Za-z0-9_.@+=:,-][A-Za-z0-9_./@+=:,-]*$|^$/.test(identity)) return undefined;
  if (!/^[A-Za-z0-9_.,-]*$/.test(profile)) return undefined;
  if ([identity, profile, folder].some((text) => text.includes('..'))) return undefined;
  return join(dirname(answers), 'shell', folder, `+${profile}`, `${identity}.state`);
}

/**
 * A state as text: lines of fields between tabs, which no shell has to evaluate. Undefined where a value could not stand in
 * it. What stands behind the first `end` is for fish, where taking a text apart is dear: names and values by themselves, and
 * in front of them the first and the last of each group of fields.
 */
export function shellStateText(state: ShellState): string | undefined {
  const pairs = (some: ShellState['set']) => some.map(([name, value]) => `${name}=${value}`);
  const names = (some: ShellState['set']) => some.map(([name]) => name);
  const values = (some: ShellState['set']) => some.map(([, value]) => value);
  const paths = state.stamps.map(([path]) => path);
  // An empty group would be one field.
  const absent = state.absent.length === 0 ? ['/dev/null/nothing'] : state.absent;
  const families = state.unset
    .filter((name) => name.includes('*'))
    .join('|')
    .replaceAll('*', '.*');
  const apart = [
    names(state.with),
    state.unset.filter((name) => !name.includes('*')),
    ...[names(state.set), values(state.set), names(state.marks), values(state.marks)],
    [`^(${families})$`],
  ];
  const groups = [state.there, paths, absent, state.without, pairs(state.with), ...apart];
  const counts = groups.map((_, index) => groups.slice(0, index).flat().length);
  const places = groups.flatMap((group, index) =>
    [1, group.length].map((at) => String((counts[index] as number) + at)),
  );
  const lines: readonly (readonly string[])[] = [
    [`atmos-kit state 1 ${state.stat}`],
    [state.folder],
    [state.endsFile],
    state.there,
    paths,
    state.stamps.map(([, stamp]) => decimalStamp(stamp)),
    absent,
    state.without,
    pairs(state.with),
    state.unset,
    pairs(state.set),
    pairs(state.marks),
    ['end'],
    places,
    ...apart,
    ['end'],
  ];
  if (groups.some((group) => group.length === 0)) return undefined;
  // bash takes several tabs for one, and reads past a NUL.
  const odd = (field: string) => field === '' || /[\t\r\n\0]/.test(field);
  if (lines.some((fields) => fields.some(odd))) return undefined;
  return lines.map((fields) => `${fields.join('\t')}\n`).join('');
}

/** A stamp as `stat` prints it: inode.size.seconds.nanoseconds.seconds.nanoseconds of both times. */
export function decimalStamp(stamp: string): string {
  const [inode, size, ...times] = stamp.split('.');
  const decimal = (nanoseconds: string) => {
    const digits = nanoseconds.padStart(10, '0');
    return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
  };
  return [inode, size, ...times.map(decimal)].join('.');
}
