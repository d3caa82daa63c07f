import { closeSync, fsyncSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Journal } from '../ports.ts';
import { unwritable } from './unwritable.ts';

/** Adds lines to files. Each is one write to the end, so that lines of several processes do not mix. */
export function fileJournal(): Journal {
  return {
    add(path, line) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        const file = openSync(path, 'a', 0o600);
        try {
          writeFileSync(file, `${line}\n`);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
      } catch (cause) {
        throw unwritable(path, cause);
      }
    },
  };
}
