import { test } from 'uvu';
import { type Desk, type DeskOptions, withDesk } from './desk.ts';

/**
 * One desk, at which dana (or whoever is named) is signed in, for all tests of a file that leave it as they found it. Tests ask for it when
 * they run.
 */
export function oneDesk(user = 'dana', options: DeskOptions = {}): () => Desk {
  let desk: Desk | undefined;
  let leave = () => {};
  let left: Promise<void> | undefined;
  test.before(
    () =>
      new Promise<void>((ready, fail) => {
        left = withDesk(async (made) => {
          await made.signIn(user);
          desk = made;
          ready();
          await new Promise<void>((resolve) => {
            leave = resolve;
          });
        }, options);
        left.catch(fail);
      }),
  );
  test.after(async () => {
    leave();
    await left;
  });
  return () => {
    if (desk === undefined) throw new Error('The desk is there while tests run, and not before.');
    return desk;
  };
}
