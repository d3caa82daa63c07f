/** How much a finding matters: something works, is worth knowing, may surprise, or keeps commands from working. */
export type FindingLevel = 'ok' | 'note' | 'warning' | 'broken';

/** One thing that `doctor` looked at. Never a secret. */
export interface Finding {
  /** What was looked at: `terraform`, `keyring`, `sign-in`, … */
  readonly subject: string;
  readonly level: FindingLevel;
  readonly text: string;
  /** The one command, or the one change, that puts it right. */
  readonly fix?: string;
}
