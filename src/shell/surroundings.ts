/** What decides where a person's start-up files stand. */
export interface Surroundings {
  readonly home: string;
  /** `$XDG_CONFIG_HOME`, or what stands for it. */
  readonly config: string;
  /** `$ZDOTDIR` as zsh has it once ~/.zshenv is read, or what stands for it. */
  readonly zdotdir: string;
  /** Node's name of the system. */
  readonly platform: string;
}
