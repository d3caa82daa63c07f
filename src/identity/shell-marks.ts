import type { EnvironmentChange } from '../domain/environment-change.ts';

/** A shell that runs as an identity. */
export interface ShellIdentity {
  readonly name: string;
  /** What the prompt says before the name. */
  readonly mark?: string;
  /** What makes children run as it. */
  readonly change: EnvironmentChange;
  /** When its credentials end for good; missing where they renew themselves. */
  readonly until?: Date;
  /** How the path of the sign-in's file begins, where there is one: without it nothing renews itself. */
  readonly signInFile?: string;
  /** The file that says when its keys end, where they may be made anew. */
  readonly endsFile?: string;
}

/**
 * What a shell of ours is marked with. Never ATMOS_IDENTITY: that outranks the identity of every stack, and a plan in
 * the shell would run as the shell does. ATMOS_SHLVL counts as Atmos counts it: what is no number is none.
 */
export function shellMarks(shell: ShellIdentity, inheritedLevel: string | undefined): EnvironmentChange {
  const names = Object.entries(shell.change).flatMap(([name, value]) => (value === null ? [] : [name]));
  return {
    ATMOS_KIT_IDENTITY: shell.name,
    ATMOS_SHLVL: String((Number.parseInt(inheritedLevel ?? '', 10) || 0) + 1),
    ATMOS_KIT_SHELL: names.join(' '),
    ATMOS_KIT_PROMPT: promptText([shell.mark, shell.name].filter(Boolean).join(' ')),
    ATMOS_KIT_SIGN_IN: shell.signInFile ?? null,
    // A person sits there now: what they run is no step of the run that opened the shell.
    ATMOS_KIT_RUNNING: null,
    ATMOS_KIT_ENDS: shell.endsFile ?? null,
    ATMOS_KIT_UNTIL: shell.until === undefined ? null : String(Math.floor(shell.until.getTime() / 1000)),
  };
}

/**
 * What leaves the identity of a shell of ours: its marks and variables are unset. Nothing in another shell.
 * `names` is ATMOS_KIT_SHELL as it is inherited.
 */
export function withoutShellMarks(names: string | undefined): EnvironmentChange {
  if (names === undefined) return {};
  const marks = ['IDENTITY', 'SHELL', 'PROMPT', 'SIGN_IN', 'ENDS', 'UNTIL'].map(
    (mark) => `ATMOS_KIT_${mark}`,
  );
  const set = names.split(' ').filter((name) => name !== '');
  return Object.fromEntries([...marks, ...set].map((name) => [name, null]));
}

/** A name as it may stand in the prompt of any shell: whatever one of them could take for code is a question mark. */
function promptText(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.@+=:,/ -]/gu, '?');
}
