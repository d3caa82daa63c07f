/** Facts about this process. */
export interface Here {
  /** The folder it was started in. */
  readonly folder: string;
  /** The argv that starts this program again, such as `node …/atmos-kit.cjs`. */
  readonly program: readonly string[];
  /** Names this build of the program; memos of another one do not count. */
  readonly build: string;
  /** True where a CI service runs this: nobody sits in front of it, whatever stdin and stderr look like. */
  readonly unattended: boolean;
  /** Where memos rest. */
  readonly answers: string;
  /** Where generated AWS config files stand. */
  readonly generated: string;
  /** Where AWS files that hold keys stand: in memory where this machine has such a folder. */
  readonly keyFiles: string;
  /** Where browsers apart from the person's own keep what they know. */
  readonly browsers: string;
  /** Where the texts stand that start-up files of shells read: `init.bash`, `init.zsh`, `init.fish`, and zsh's completions in `zsh/`. */
  readonly shell: string;
  /** Where kubeconfigs of one cluster and identity stand (`set-cluster`). */
  readonly clusters: string;
  /** Where it is written down who opened a shell for an emergency, unless the project names another file. */
  readonly audit: string;
  /** Node's name of the system, such as `linux` or `darwin`. */
  readonly platform: string;
  /** The emulator's folder unless another is named. */
  readonly emulator: string;
}
