import { inert } from '../domain/inert.ts';
import type { ProgressLine } from '../ports.ts';

/**
 * The title of a terminal's window or tab as a progress line; the title before it comes back at the end. Nothing where
 * lines cannot be replaced. Source of the sequences: xterm's "Control Sequences" (OSC 2, and XTWINOPS 22 and 23).
 */
export function titleLine(write: (text: string) => void, replaces: boolean, text: string): ProgressLine {
  if (!replaces) return { update: () => {}, end: () => {} };
  const show = (title: string) => write(`\x1b]2;${inert(title)}\x07`);
  write('\x1b[22;2t');
  show(text);
  return { update: show, end: () => write('\x1b[23;2t') };
}
