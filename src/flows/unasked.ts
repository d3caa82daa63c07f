import type { Ports } from '../ports.ts';

/** Ports for what a program calls: it may well run on a terminal, but what it prints and asks is its own affair. */
export function unasked(ports: Ports): Ports {
  return { ...ports, terminal: { ...ports.terminal, interactive: false } };
}
