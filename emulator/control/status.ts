import { resolve } from 'node:path';
import { answersAs } from '../http/ask.ts';
import { filesOf } from '../state/folder.ts';
import { type Instance, readInstance } from '../state/instance.ts';

/** What is known of the emulator of a folder. */
export type Status =
  | { readonly state: 'stopped'; readonly dir: string }
  | {
      readonly state: 'running';
      readonly dir: string;
      readonly origin: string;
      readonly port: number;
      readonly pid: number;
      readonly since: Date;
      /** The seed's file; missing when a program gave the seed itself. */
      readonly seed?: string;
      readonly people: Instance['people'];
      readonly accounts: Instance['accounts'];
    };

/** Asks whether the emulator of a folder runs; a record that nothing answers to means stopped. */
export async function status(dir: string): Promise<Status> {
  const folder = filesOf(resolve(dir));
  const instance = readInstance(folder);
  if (instance === undefined || !(await answersAs(instance))) return { state: 'stopped', dir: folder.path };
  const { origin, port, pid, since, seed, people, accounts } = instance;
  return {
    state: 'running',
    dir: folder.path,
    origin,
    port,
    pid,
    since: new Date(since),
    ...(seed !== undefined && { seed }),
    people,
    accounts,
  };
}
