/** What we ask of the world: ports of at most five methods. src/edge/ has an adapter for each, src/compose.ts connects them. */
import type { AuthSection } from './domain/auth.ts';
import type { Effects } from './domain/effect.ts';
import type { EnvironmentChange } from './domain/environment-change.ts';
import type { Here } from './domain/here.ts';
import type { Inspection } from './domain/inspection.ts';
import type { ClientRegistration, RoleKeys, SessionLabel, SignIn } from './domain/session.ts';
import type { StackIndex } from './domain/stack-index.ts';
import type { StateObject } from './domain/state-object.ts';
import type { Browser, CallbackListener, OneTimeLinks } from './ports/browser.ts';

export type { Here } from './domain/here.ts';
export type { Browser, Callback, CallbackListener, OneTimeLink, OneTimeLinks } from './ports/browser.ts';

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
  /** Problem `file-unwritable` naming the path and the cause. Modes are octal numbers; folders get 0700 for 0600 files. */
  write(path: string, content: string, mode: number): void;
  remove(path: string): void;
  /** A file, a link (never what it points to), or a folder with everything in it. */
  removeAll(path: string): void;
  /** A folder and its parents, 0700; nothing happens where it is. Problem `file-unwritable`. */
  makeFolder(path: string): void;
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

/** IAM Identity Center's OIDC service of one portal. Problems for every AWS error. */
export interface SignInService {
  register(request: {
    readonly startUrl: string;
    readonly scopes: readonly string[];
    readonly redirectUris?: readonly string[];
  }): Promise<ClientRegistration>;
  startDevice(client: ClientRegistration, startUrl: string): Promise<DeviceAuthorization>;
  /** One attempt: tokens, or the reason why there are none yet. */
  token(client: ClientRegistration, grant: Grant): Promise<Tokens | Waiting>;
  /** The page a browser opens for the authorization-code flow. */
  authorizeUrl(request: AuthorizeRequest): string;
}

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
  readonly expiresAt: Date;
  readonly intervalMs: number;
}

export type Grant =
  | { readonly type: 'device'; readonly deviceCode: string }
  | { readonly type: 'code'; readonly code: string; readonly redirectUri: string; readonly verifier: string }
  | { readonly type: 'refresh'; readonly refreshToken: string };

export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken?: string;
}

export type Waiting = { readonly waiting: 'pending' | 'slow-down' };

export interface AuthorizeRequest {
  readonly client: ClientRegistration;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly challenge: string;
}

/** The access portal of one Identity Center. */
export interface Portal {
  /** All pages. */
  accounts(signIn: SignIn): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** The permission sets that a person has in an account, by name, all pages; none where she has nothing there. */
  roles(signIn: SignIn, accountId: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Problem `role-not-assigned` for 403, `login-required` for 401. */
  roleKeys(signIn: SignIn, accountId: string, permissionSet: string): Promise<RoleKeys>;
  logout(signIn: SignIn): Promise<void>;
}

/** The Security Token Service, called with the keys of the step before. */
export interface TokenService {
  callerIdentity(keys: RoleKeys): Promise<{ readonly accountId: string; readonly arn: string }>;
  assumeRole(
    keys: RoleKeys,
    request: {
      readonly roleArn: string;
      readonly sessionName: string;
      readonly externalId?: string;
      readonly durationSeconds?: number;
    },
  ): Promise<{ readonly keys: RoleKeys; readonly principalArn: string }>;
}

/** Where states rest that are not files of this machine. */
export interface StateStore {
  /** The text of an object, or undefined where there is none. Problems for every AWS error. */
  read(object: StateObject): Promise<string | undefined>;
}

/** The AWS services behind one sign-in target. */
export interface AwsServices {
  signIn(target: { readonly region: string; readonly endpointUrl?: string }): SignInService;
  portal(target: { readonly region: string; readonly endpointUrl?: string }): Portal;
  tokens(target: { readonly region: string; readonly endpointUrl?: string }): TokenService;
  /** The console's sign-in at the address of a federation endpoint. */
  federation(address: string): Federation;
}

/** Where session keys are exchanged for a sign-in to the AWS console. */
export interface Federation {
  /**
   * A token that opens the console for a quarter of an hour. The session lasts as long as the keys unless
   * `seconds` says otherwise, which AWS takes for some keys only. Problem `console-refused`.
   */
  signinToken(keys: RoleKeys, seconds?: number): Promise<string>;
}

/** The person in front of us. Everything goes to stderr or the terminal, never to stdout. */
export interface Terminal {
  /** True where we may ask: stdin and stderr are a terminal, and this is not CI. */
  readonly interactive: boolean;
  say(text: string): void;
  /** A line that replaces itself on a terminal and is printed once elsewhere. */
  progress(text: string): ProgressLine;
  pick(
    question: string,
    choices: readonly { readonly value: string; readonly hint?: string }[],
  ): Promise<string>;
  confirm(question: string): Promise<boolean>;
}

export interface ProgressLine {
  update(text: string): void;
  /** Removes the line, or replaces it by `text`. */
  end(text?: string): void;
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
}

export interface ChildOptions {
  /** Keep its output back. */
  readonly quiet?: boolean;
  /** Put this before each line that it writes, for children that run side by side; they have no stdin. */
  readonly label?: string;
}

export interface ChildResult {
  readonly exitCode: number;
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
  readonly clock: Clock;
  readonly leases: Leases;
  readonly aws: AwsServices;
  readonly states: StateStore;
  readonly browser: Browser;
  readonly callbacks: CallbackListener;
  readonly links: OneTimeLinks;
  readonly terminal: Terminal;
  readonly children: Children;
  readonly endpoints: Endpoints;
  readonly git: Git;
  readonly interrupts: Interrupts;
  readonly inspection: Inspection;
  /** The keyring that a project asks for. */
  keyring(settings: AuthSection['keyring']): Keyring;
  readonly here: Here;
}
