/** A desktop's browser as BROWSER names it: a program that notes the address it was opened with. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desk } from './desk.ts';

export interface OpenedBrowser {
  /** The variables of a desktop whose browser this is. */
  readonly variables: Readonly<Record<string, string>>;
  /** Waits until it was opened; the address. */
  address(): Promise<string>;
}

export function browserOf(desk: Desk): OpenedBrowser {
  const program = join(desk.folder, 'my browser');
  const noted = join(desk.folder, 'address');
  writeFileSync(program, `#!/bin/sh\nprintf %s "$1" > '${noted}.part' && mv '${noted}.part' '${noted}'\n`, {
    mode: 0o755,
  });
  return {
    variables: { BROWSER: `"${program}"` },
    async address() {
      for (let tries = 0; tries < 1000; tries += 1) {
        try {
          return readFileSync(noted, 'utf8');
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      throw new Error('No browser was opened.');
    },
  };
}
