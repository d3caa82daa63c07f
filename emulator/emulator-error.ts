/** Where a fault stands in a file: 1-based line and column. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export type EmulatorErrorCode =
  | 'emulator-not-running'
  | 'emulator-running'
  | 'file-unreadable'
  | 'file-unwritable'
  | 'port-in-use'
  | 'seed-invalid';

export interface EmulatorErrorParts {
  readonly code: EmulatorErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly at?: Place;
  readonly cause?: unknown;
}

/**
 * A fault that a person can put right. It has the shape and the brand of the program's own Problem,
 * so the program prints it like one, although the emulator shares no code with it.
 */
export class EmulatorError extends Error {
  readonly code: EmulatorErrorCode;
  readonly hint: string | undefined;
  readonly at: Place | undefined;
  readonly exitCode = 1;

  constructor(parts: EmulatorErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = 'EmulatorError';
    this.code = parts.code;
    this.hint = parts.hint;
    this.at = parts.at;
    Object.defineProperty(this, Symbol.for('atmos-kit.Problem'), { value: true });
  }
}
