import { join } from 'node:path';
import { isProblem } from '../domain/problem.ts';
import type { Clock, Environment, Files } from '../ports.ts';
import { digestOfVariable, type Observed } from '../store/memo.ts';

/** Files and Environment that note everything that is asked of them. */
export interface Observer {
  readonly files: Files;
  readonly environment: Environment;
  /** Before anything was looked at. */
  readonly began: Date;
  /** Adds what was looked at elsewhere. */
  note(path: string, stamp: string | null): void;
  /** What was looked at so far. */
  observed(): Observed;
}

/** Wraps both ports, so that an answer can be kept for as long as what it rests on stays as it is. */
export function observe(files: Files, environment: Environment, clock: Pick<Clock, 'now'>): Observer {
  const paths: Record<string, string | null> = {};
  const variables: Record<string, string | null> = {};
  // A file may be looked at twice; a full stamp says more than `folder`.
  const note = (path: string, stamp: string | null) => {
    if (paths[path] === undefined || paths[path] === 'folder') paths[path] = stamp;
  };
  // A link that leads nowhere may lead somewhere later, of which its folder shows nothing.
  const noteLink = (path: string) => {
    try {
      note(path, files.stat(path)?.stamp ?? null);
    } catch (error) {
      // One in a circle stays one until it is made anew, and that its folder shows.
      if (!isProblem(error)) throw error;
    }
  };
  return {
    began: clock.now(),
    note,
    files: {
      stat(path) {
        const stat = files.stat(path);
        note(path, stat === undefined ? null : stat.type === 'folder' ? 'folder' : stat.stamp);
        return stat;
      },
      read(path) {
        // The stamp is taken first: a change during the read shows as a difference later.
        note(path, files.stat(path)?.stamp ?? null);
        return files.read(path);
      },
      list(path) {
        note(path, files.stat(path)?.stamp ?? null);
        const entries = files.list(path);
        for (const { name, type } of entries ?? []) if (type === 'other') noteLink(join(path, name));
        return entries;
      },
    },
    environment: {
      get(name) {
        const value = environment.get(name);
        variables[name] = digestOfVariable({ [name]: value }, name);
        return value;
      },
      withPrefix(prefix) {
        const found = environment.withPrefix(prefix);
        variables[`${prefix}*`] = digestOfVariable(found, `${prefix}*`);
        return found;
      },
    },
    observed: () => ({ paths, variables }),
  };
}
