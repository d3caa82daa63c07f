/** What we ask of the world: ports of at most five methods. src/edge/ has an adapter for each, src/compose.ts connects them. */
import type { AuthSection } from './domain/auth.ts';
import type { Effects } from './domain/effect.ts';
import type { EnvironmentChange } from './domain/environment-change.ts';
import type { Here } from './domain/here.ts';
import type { Inspection } from './domain/inspection.ts';
import type { KeyServer } from './domain/key-server.ts';
import type { SessionLabel } from './domain/session.ts';
import type { Sharing } from './domain/sharing.ts';
import type { ShellProbe } from './domain/shell-probe.ts';
import type { StackIndex } from './domain/stack-index.ts';
import type { AwsServices, ContainerServices, StateStore } from './ports/aws.ts';
import type { AssertionListener, Browser, CallbackListener, OneTimeLinks } from './ports/browser.ts';

export type { Here } from './domain/here.ts';
export type {
  AssumedRole,
  AuthorizeRequest,
  AwsServices,
  ClusterService,
  ContainerServices,
  DeviceAuthorization,
  EksCluster,
  Federation,
  Grant,
  Portal,
  Proof,
  RegistryPassword,
  RegistryService,
  RoleRequest,
  SignInService,
  StateStore,
  TokenService,
  Tokens,
  Waiting,
} from './ports/aws.ts';
export type {
  AssertionListener,
  AwaitedAssertion,
  Browser,
  Callback,
  CallbackListener,
  OneTimeLink,
  OneTimeLinks,
} from './ports/browser.ts';

/** Reading files. Synchronous: configuration is many small files that decide what happens next. */
export interface Files {
  /** What stands at `path` (links followed), or undefined for nothing. */
  stat(path: string): FileStat | undefined;
  /** UTF-8 text, or undefined where there is no file. Problem `file-unreadable` for anything else. */
  read(path: string): string | undefined;
  /** Names in a folder, sorted; undefined where there is no folder. */
  list(path: string): readonly FileEntry[] | undefined;
}

export interface FileStat {
  readonly type: 'file' | 'folder' | 'other';
  /** Changes whenever the file (or the folder's list of names) does: inode, size, and both times in nanoseconds. */
  readonly stamp: string;
}

export interface FileEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'other';
}

/** Writing files: always atomic (temp file, fsync, rename), parent folders made. */
export interface FileWriter {
  /**
   * Problem `file-unwritable` naming the path and the cause. Modes are octal numbers, or mode and owner are those of the file
   * (0600 for a new one), which must be a writable one; folders get 0700 for 0600 files, and none is made where a link leads.
   * `forNow` is for what can be worked out again: a power cut may lose it.
   */
  write(path: string, content: string, mode: number | 'kept', lasting?: 'forNow'): void;
  /** A file; of a link with 'kept' what it leads to. Nothing happens where there is none. */
  remove(path: string, link?: 'kept'): void;
  /** A folder, where nothing is in it; else nothing happens. */
  removeEmpty(path: string): void;
  /** A file, a link (never what it points to), or a folder with everything in it. */
  removeAll(path: string): void;
  /** A folder and its parents, 0700; nothing happens where it is. Problem `file-unwritable`. */
  makeFolder(path: string): void;
}

/** A file to which lines are only ever added. */
export interface Journal {
  /** The line is on the disk when it returns; a new file is 0600. Problem `file-unwritable`. */
  add(path: string, line: string): void;
}

/** Reading the environment variables of this process. */
export interface Environment {
  get(name: string): string | undefined;
  /** Every variable whose name begins with `prefix`. */
  withPrefix(prefix: string): Readonly<Record<string, string>>;
}

/** What configuration is read from. */
export interface World {
  readonly files: Files;
  readonly environment: Environment;
  /** Who answers what files and variables cannot; without it such a question is a Problem. */
  readonly effects?: Effects;
  /** What is known of manifests without opening them; every question has the same answer without it. */
  readonly index?: StackIndex;
}

export interface Clock {
  now(): Date;
  /** Rejects with Problem `interrupted` when `signal` aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Where sessions rest. Keys are hex hashes; labels are readable without unlocking. */
export interface Keyring {
  /** The label of every stored session that this machine can unlock, without unlocking any. */
  labels(): readonly { readonly key: string; readonly label: SessionLabel }[];
  /** The stored session; a torn, foreign or corrupt file is a miss (undefined). */
  get(key: string): Promise<unknown>;
  put(key: string, label: SessionLabel, secret: unknown): Promise<void>;
  /** True when something was removed. */
  remove(key: string): Promise<boolean>;
  /** Which backend this is and why, in words for people. */
  describe(): KeyringDescription;
}

export interface KeyringDescription {
  readonly backend: 'system' | 'file' | 'memory';
  readonly why: string;
  readonly folder?: string;
}

/** One process at a time per name; the others wait and look again. */
export interface Leases {
  /** Runs `work` while holding the lease. Problem `lock-timeout` (naming the holder) after `waitMs`. */
  hold<T>(name: string, work: () => Promise<T>, wait?: LeaseWait): Promise<T>;
}

export interface LeaseWait {
  /** Milliseconds to wait at most; a minute unless given. */
  readonly waitMs?: number;
  /** Is told once who holds the lease, in words, when the wait has become one that a person notices. */
  readonly onWait?: (holder: string) => void;
}

/** GitHub Actions, as a job of it sees it. */
export interface GithubActions {
  /** A token that says which job this is, made out to `audience`. Problem `credentials-unavailable`, `endpoint-unreachable`. */
  jobToken(audience: string): Promise<string>;
}

/** The person in front of us. Everything goes to stderr or the terminal, never to stdout. */
export interface Terminal {
  /** True where we may ask: stdin and stderr are a terminal, and this is not CI. */
  readonly interactive: boolean;
  say(text: string): void;
  /**
   * A line that replaces itself on a terminal and is printed once elsewhere. As a `title` it stands in the title of the
   * terminal, where children write to the terminal itself, and nowhere elsewhere.
   */
  progress(text: string, where?: 'line' | 'title'): ProgressLine;
  pick(
    question: string,
    choices: readonly { readonly value: string; readonly hint?: string }[],
  ): Promise<string>;
  confirm(question: string): Promise<boolean>;
  /** A line that is typed; nothing of a `secret` one is shown. `check` says what is wrong with it. */
  ask(question: string, options?: AskOptions): Promise<string>;
}

export interface AskOptions {
  readonly secret?: boolean;
  readonly check?: (text: string) => string | undefined;
}

/** The same person, for questions with several answers. */
export interface Checklist {
  /** What is ticked, in the order of the list; `ticked` is at first. Problems as those of `pick`. */
  tick(
    question: string,
    choices: readonly { readonly value: string; readonly hint?: string; readonly ticked: boolean }[],
  ): Promise<readonly string[]>;
}

export interface ProgressLine {
  update(text: string): void;
  /** Removes the line, or replaces it by `text`. */
  end(text?: string): void;
}

/** What is piped into this process. */
export interface Input {
  /** All of it as text, undefined where stdin is a terminal. Problem `usage` where it is longer than `limit` bytes. */
  read(limit: number): Promise<string | undefined>;
}

/** Commands as data: what to run, where, and with which change of environment. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly change: EnvironmentChange;
}

/** Child processes on this terminal. */
export interface Children {
  /**
   * Runs to its end with our stdin, stdout and stderr; returns the exit code (128 + n where a signal ended it). The
   * terminal's Ctrl-C reaches the child by itself; SIGTERM and SIGHUP to us are forwarded. Problems 126 and 127.
   */
  run(command: Command, options?: ChildOptions): Promise<ChildResult>;
  /** The absolute path of a program on PATH, or undefined. */
  find(program: string): string | undefined;
  /**
   * A program that starts others with the signals set back that Node ignores, seen to work: GNU's env from version 8.31 on.
   * Undefined where there is none, or where Node cannot become another program.
   */
  launcher(): string | undefined;
}

export interface ChildOptions {
  /** Keep its output back. */
  readonly quiet?: boolean;
  /** With `quiet`: what it reads from stdin; nothing unless given. */
  readonly input?: string;
  /** Put this before each line that it writes, for children that run side by side; they have no stdin. */
  readonly label?: string;
}

export interface ChildResult {
  readonly exitCode: number;
  /** The signal that ended it, if one did. */
  readonly signal?: NodeJS.Signals;
  /** With `quiet`: what the child wrote, stdout and stderr together, for showing when it failed. */
  readonly output: string;
  /** With `quiet`: stdout alone. */
  readonly stdout: string;
}

/** What git knows of a repository. Problem `git-failed` where there is none, or git cannot answer. */
export interface Git {
  /** The folder of the repository around `folder`. */
  root(folder: string): Promise<string>;
  /** The full name of the commit that `name` stands for; Problem `usage` where it stands for none. */
  commit(root: string, name: string): Promise<string>;
  /** Files as a commit has them, in the place of the working folder; outside of the repository they are as on disk. */
  files(root: string, commit: string): Files;
  /** Absolute paths of files that the working folder has otherwise than a commit: changed, new and missing ones. */
  changed(root: string, commit: string): Promise<readonly string[]>;
  /** Paths below the root of all files of the working folder that git does not ignore. */
  listed(root: string): Promise<readonly string[]>;
}

/** Whether something listens at an origin (a TCP connection, no request). */
export interface Endpoints {
  answers(origin: string, timeoutMs: number): Promise<boolean>;
}

/** Turns a Ctrl-C during a wait of ours into an abort; children get theirs from the terminal. */
export interface Interrupts {
  listen(): { readonly signal: AbortSignal; dispose(): void };
}

/** Everything that a flow may ask for. Each port is built when it is first used. */
export interface Ports {
  readonly files: Files;
  readonly environment: Environment;
  readonly writer: FileWriter;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly leases: Leases;
  readonly aws: AwsServices;
  readonly containers: ContainerServices;
  readonly states: StateStore;
  readonly github: GithubActions;
  readonly browser: Browser;
  readonly callbacks: CallbackListener;
  readonly assertions: AssertionListener;
  readonly links: OneTimeLinks;
  readonly keyServer: KeyServer;
  readonly terminal: Terminal;
  readonly checklist: Checklist;
  readonly input: Input;
  readonly children: Children;
  readonly endpoints: Endpoints;
  readonly git: Git;
  readonly interrupts: Interrupts;
  readonly inspection: Inspection;
  readonly shellProbe: ShellProbe;
  readonly sharing: Sharing;
  /** The keyring that a project asks for. */
  keyring(settings: AuthSection['keyring']): Keyring;
  readonly here: Here;
}
