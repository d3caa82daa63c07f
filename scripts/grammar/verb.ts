/** What one verb takes, as data: the argument reader, `--help` and completion all come from it. */
export interface Verb {
  /** The words that call it, such as `auth login`. */
  readonly path: readonly string[];
  readonly brief: string;
  /** A few sentences more, for the verb's own help. */
  readonly details?: string;
  readonly words: readonly Word[];
  /** What stands after `--`, where something is run that has flags of its own. */
  readonly rest?: Word;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Verbs that hand unknown flags on read their arguments themselves. */
  readonly takesAnything?: boolean;
  /** For programs and not for people; left out of the overview. */
  readonly hidden?: boolean;
}

/** What a project can name, and the codes of Problems, for completion. */
export type NameSource =
  | 'accounts'
  | 'codes'
  | 'components'
  | 'identities'
  | 'profiles'
  | 'providers'
  | 'stacks'
  | 'workflow-files'
  | 'workflows';

/** An argument without a dash. */
export interface Word {
  readonly name: string;
  readonly brief: string;
  readonly optional?: boolean;
  /** Whether any number of them may follow; only the last word of a verb. */
  readonly many?: boolean;
  readonly names?: NameSource;
  readonly choices?: readonly string[];
  /** As that of a flag. */
  readonly offered?: readonly string[];
}

export interface Flag {
  /**
   * `switch` takes no value; `toggle` is on, and takes `=false`; `text` takes one; `texts` takes several, repeated or
   * separated by commas; `asks` takes one and without a value means: ask me.
   */
  readonly type: 'switch' | 'toggle' | 'text' | 'texts' | 'asks';
  readonly short?: string;
  readonly brief: string;
  /** How help names the value; completion offers files for `FILE` and folders for `FOLDER`. */
  readonly value?: string;
  readonly names?: NameSource;
  readonly choices?: readonly string[];
  /** Values that completion offers, where others may be right as well. */
  readonly offered?: readonly string[];
  /** Whether an empty value is one. */
  readonly mayBeEmpty?: boolean;
}

/** One call of a verb, read from the command line. */
export interface Call {
  readonly verb: Verb;
  readonly words: readonly string[];
  /** By flag name: true for a switch, `true` or `false` for a toggle, text (empty for `asks` without a value), or a list. */
  readonly flags: Readonly<Record<string, true | string | readonly string[]>>;
  /** What stood after `--`, or everything after the verb's path where it takes anything. */
  readonly rest: readonly string[];
  readonly help: boolean;
}

/** The text of a flag, undefined where it was not given. */
export function textFlag(call: Call, name: string): string | undefined {
  const value = call.flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of a repeatable flag, undefined where it was not given. */
export function textsFlag(call: Call, name: string): readonly string[] | undefined {
  const value = call.flags[name];
  return Array.isArray(value) ? value : undefined;
}

export function isOn(call: Call, name: string): boolean {
  return call.flags[name] === true;
}

/** What was said with a toggle, undefined where nothing was. */
export function toggled(call: Call, name: string): boolean | undefined {
  const value = call.flags[name];
  return value === undefined ? undefined : value === 'true';
}
