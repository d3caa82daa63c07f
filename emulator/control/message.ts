import type { EmulatorErrorParts } from '../emulator-error.ts';

/** What a detached server tells the one who started it: that it answers, or why it could not start. */
export type Message = { readonly ready: true } | { readonly fault: EmulatorErrorParts };
